# Accounts and posts

accounts-title = Accounts and posts
accounts-caption = Accounts
accounts-q = Name or sign-in name
accounts-none = No account found.
accounts-name = Name
accounts-name-hint = The real name; it stands in the records of what was done
accounts-login = Sign-in name
accounts-login-hint = Small letters and digits, or a mobile number
accounts-login-taken = Somebody already uses this sign-in name; choose another
accounts-posts = Posts
accounts-posts-none = No post yet
accounts-posts-empty = No post yet, so the account can do nothing. Add one below.
accounts-state = State
accounts-last = Last signed in
accounts-last-never = Never
accounts-role = Post
accounts-role-hint = One person cannot handle, check and approve the same case
accounts-office = Office
accounts-territory = Territory
accounts-action = Action
accounts-post-end = End post
accounts-post-add = Add a post
accounts-post-add-button = Add
accounts-help = When somebody cannot sign in
accounts-slip-text = Password forgotten or phone replaced: check the identity document in person, then print a new activation code. The old password and authenticator stop working at once.
accounts-slip-button = Print an activation code
accounts-close-text = Close the account when its holder leaves. What they did stays on record under their name.
accounts-close-button = Close the account

accounts-new-title = New account
accounts-new-lead = After saving you print an activation code and hand it over in person.
accounts-create = Save and print the code

accounts-slip-title = Activation code
accounts-slip-once = This slip is shown only once
accounts-slip-once-text = Print it now and hand it over after checking the identity document. Once you leave this page it cannot be shown again, only made anew.
accounts-slip-code = One-time code
accounts-slip-how = Open { $address }, enter the sign-in name and this code, and choose your own password. It works once and until { $time }. Do not photograph or forward it.

accounts-node = This installation

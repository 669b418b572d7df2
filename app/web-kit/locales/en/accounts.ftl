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
accounts-close-title = Close this account?
accounts-close-effect = What happens
accounts-close-effect-staff = Nobody can sign in with it any more: all devices are signed out, its posts end today and its API keys stop working. It cannot be opened again; whoever comes back gets a new account. What was done with it stays on record.
accounts-close-effect-person = Nobody can sign in with it any more, and all devices are signed out. It cannot be opened again. The record and the certificates are not touched.

accounts-new-title = New account
accounts-new-lead = After saving you print an activation code and hand it over in person.
accounts-create = Save and print the code

accounts-slip-title = Activation code
accounts-slip-once = This slip is shown only once
accounts-slip-once-text = Print it now and hand it over after checking the identity document. Once you leave this page it cannot be shown again, only made anew.
accounts-slip-code = One-time code

accounts-node = This installation

accounts-new-lead-plain = After saving you print an activation code and hand it over in person. Posts are given by the security administrator; tell them once the account is activated.
accounts-slip-use = How to use it
accounts-slip-use-1 = On a phone or computer, open: { $address }
accounts-slip-use-2 = Enter the sign-in name and the code above, then choose a password you can remember.
accounts-slip-use-3 = It works once, and until { $time }. Do not photograph it or tell anybody; no official will ask you for it.
accounts-slip-use-4 = If you lose this slip, bring your identity document to the service window for a new one.

window-title = Personal account
window-lead = The account of { $name }, with which they see their own record and certificates.
window-check = Check the document first
window-check-text = Look at the original identity document: name, number and photo have to fit. This look is recorded, and the person can see it.
window-born = Born
window-none = No account yet
window-none-text = Once it is opened you print an activation code and hand it over in person. The person chooses the password.
window-login = Sign-in name
window-login-hint = Their mobile number is easiest to remember. Small letters and digits also do
window-open = Open the account and print the code
window-has = Account
window-code = Print a new code
window-code-text = Password forgotten, slip lost, phone replaced: check the document, then print again. The old password stops working at once and all devices are signed out.
window-code-button = Print a new activation code
window-close = Close the account
window-close-text = When the person wants it no more, or the phone was stolen. Record and certificates are not touched.
window-close-button = Close the account
window-closed = This account is closed; nobody can sign in with it.
person-account = Open or recover the person's account

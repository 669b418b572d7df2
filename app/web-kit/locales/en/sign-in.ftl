# Signing in

sign-in-title = Sign in
sign-in-login = Sign-in name
sign-in-login-hint = Your mobile number, or the name your office gave you
sign-in-password = Password
sign-in-button = Sign in
sign-in-wrong = Name or password is wrong. Please try again and mind capital letters.
sign-in-locked = Too many wrong attempts: the account is locked until { $time }. If this was not you, tell your security administrator.
sign-in-help = Trouble signing in
sign-in-first = First time here, or password forgotten?
sign-in-first-text = Take your identity document to your administrator or the nearest service desk and ask for a slip with a one-time activation code.
sign-in-first-link = I have an activation code
sign-in-assisted = Not at home with phones?
sign-in-assisted-text = The coordinator in your village or neighbourhood can do it with you. The coordinator’s name is recorded.
sign-in-demo = Demonstration accounts
sign-in-demo-text = These accounts exist only in the demonstration; one press signs you in.
sign-in-demo-button = Sign in as { $name }

code-title = Enter the code
code-lead = Your post needs a second step. Open your authenticator and enter the six digits it shows now.
code-field = Six-digit code
code-hint = It changes every 30 seconds
code-wrong = The code is wrong or too old; enter the digits shown now
code-help = Phone lost or replaced? Take your identity document to your security administrator for a new activation code.

# Words that stand on every page.

skip = Skip to content
demo-banner = Demonstration: everything here is made up.
type-large = Large type
type-usual = Usual type
account-menu = My menu:
sign-in = Sign in
sign-out = Sign out
crumbs-label = You are here
crumbs-home = Start

nav-label = Services
nav-check = Check certificates
nav-training = Find training
nav-occupations = Occupations
nav-data = Figures
nav-bodies = Bodies
nav-tasks = My tasks
nav-archive = My archive
nav-imports = Result imports
nav-certificates = Certificates issued
nav-people = Find people
nav-filings = Bodies and filings
nav-authorities = Authorities
nav-jobs = Background jobs
nav-accounts = Accounts and posts
nav-looks = Who looked

foot-sponsor = Run by { $name }
foot-telephone = Help by telephone: { $number }
foot-site-code = Site code: { $code }

form-errors = { $count ->
    [one] Please mend one thing first
   *[other] Please mend { $count } things first
}
form-colon = :{" "}
form-fault = Needs mending:
form-why = Why we ask:{" "}
form-optional = (optional)
form-choose = Choose one
form-any = Any
form-errors-title = Needs mending:
search = Search
continue = Continue
save = Save
cancel = Cancel
back = Back
print = Print this page
try-again = Try again

paging-label = Pages
paging-shown = { $count ->
    [one] One entry on this page
   *[other] { $count } entries on this page
}
paging-of = { $shown } of { $count } entries
paging-first = Back to the first page
paging-next = Next page

conditions-source = Source:{" "}
steps-label = Steps
steps-done = (done)
progress-count = { $done } of { $count } rows done
progress-left = About { $time } left. You can leave this page and find it again among your tasks.
progress-unknown = Working out how long it will take. You can leave this page and find it again among your tasks.
signing-name = Signature
signing-stamp = Stamp and date

duration-moment = a moment
duration-seconds = { $count } seconds
duration-minutes = { $count ->
    [one] one minute
   *[other] { $count } minutes
}
duration-hours = { $count ->
    [one] one hour
   *[other] { $count } hours
}

nav-audit = Audit
nav-own = My account

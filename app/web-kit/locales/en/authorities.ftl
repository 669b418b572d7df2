# Authorities

authorities-title = Authorities
authorities-lead = Who is responsible for what, and where. What an authority decided stays valid after it was merged or renamed.
authorities-q = Name of the authority
authorities-search = Search
authorities-none = No authority of that name was found. Try fewer characters.
authorities-found = Authorities
authorities-name = Name
authorities-kind = Kind
authorities-parent = Authority above
authorities-division = Seat
authorities-state = State
authorities-territory = Territory
authorities-functions = Functions
authorities-functions-none = No functions are registered.
authorities-related = Related authorities
authorities-below = Below it:
authorities-before = Merged into it:
authorities-past = What changed
authorities-merged-on = Merged into another authority from { $day }
authorities-successor = This authority goes on with its work:
authorities-abolished-on = Abolished from { $day }

authorities-new-title = Register an authority
authorities-new-lead = Once it is registered, posts can be given there.
authorities-new-save = Register
authorities-change-title = Change the authority
authorities-change-lead = A new name, another authority above, another territory or other functions. Earlier names stay in the record.
authorities-change-save = Save the change
authorities-parent-none = No authority above
authorities-into-none = None takes its place
authorities-parent-hint = Leave it empty for the highest authority.
authorities-place = Seat
authorities-place-hint = The full name of the division or its six-digit code, such as 示范省.
authorities-place-unknown = This place was not found. Write its full name or its six-digit code
authorities-territory-hint = One division in each line, by full name or six-digit code. What lies within is included.
authorities-territory-unknown = “{ $line }” was not found. Write the full name or the six-digit code
authorities-functions-hint = Matters only go to authorities that have the function.
authorities-basis = Document it rests on
authorities-basis-hint = Name and number of the staffing office's document.

authorities-end-title = Merge or abolish the authority
authorities-into = Which authority takes its place
authorities-into-hint = Leave it empty when none does; then all its cases have to be settled first.
authorities-on = From which day
authorities-on-hint = Not later than today.
authorities-end-save = End this authority
authorities-end-aside = Afterwards
authorities-end-aside-1 = Open cases, posts and their holders go to the authority that takes its place; nothing has to be registered again.
authorities-end-aside-2 = Earlier decisions and letters keep the old name and stay valid.
authorities-end-aside-3 = This cannot be undone.

authority-active = Working
authority-merged = Merged
authority-abolished = Abolished

authority-human_resources = Human resources and social security
authority-evaluation_centre = Skill evaluation guidance centre
authority-employment_agency = Public employment agency
authority-unemployment_insurance = Unemployment insurance agency
authority-finance = Finance department
authority-industry = Industry department
authority-development_zone = Development zone administration
authority-production_corps = Production and construction corps

authority-does-policy = Policies and plans
authority-does-training = Administration of vocational training
authority-does-evaluation_filing = Filing of evaluation bodies
authority-does-subsidies = Subsidies
authority-does-insurance = Skill subsidies of unemployment insurance
authority-does-employment = Public employment services
authority-does-competitions = Skills competitions
authority-does-schools = Technical schools
authority-does-designations = Designations of bases and masters
authority-does-statistics = Statistics

authority-event-register = Registered
authority-event-change = Changed
authority-event-take_over = Took the place of another authority
authority-event-merge = Merged into another authority
authority-event-abolish = Abolished
authority-event-move = Came under another authority

organisations-functions = Choose at least one function
organisations-parent = Choose a working authority that is neither this one nor below it
organisations-basis = Name the document it rests on, in at most 200 characters
organisations-end-ahead = The day cannot be later than today; enter it when it has come

organisations-authority-itself = An authority cannot be merged into itself.
    .next = Choose another authority.
organisations-authority-ended = { $name } was merged or abolished.
    .next = Choose an authority that works.
organisations-authority-open = This authority still has { $open } open cases.
    .next = Settle them first, or choose who takes its place.

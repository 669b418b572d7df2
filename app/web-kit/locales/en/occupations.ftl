# Occupations

occupations-title = Occupations
occupations-lead = Find the code of an occupation, its skill levels, and who may evaluate it.
occupations-q = Name or code
occupations-q-hint = A part is enough, such as 电工, 机器人 or 6-31 (names are in Chinese)
occupations-class = Class
occupations-mark = Mark
occupations-caption = Occupations found
occupations-name = Occupation
occupations-code = Code
occupations-group = Group
occupations-none = Nothing found. Try other words, or only one or two characters of the name.
occupations-definition = What they do
occupations-levels = Skill levels
occupations-levels-lead = These levels can be evaluated, from low to high:
occupations-levels-none = This occupation has no skill levels.
occupations-bodies = Where to be evaluated
occupations-bodies-count = { $count ->
    [0] No body is filed for it today.
    [one] One body is filed for it today.
   *[other] { $count } bodies are filed for it today.
}
occupations-bodies-link = See these bodies
occupations-history = Changes
occupations-path = Classification
occupations-variants = Variants
occupations-version = Read from
occupations-version-from = in force since { $date }
occupations-class-1 = 1 Leaders
occupations-class-2 = 2 Professionals
occupations-class-3 = 3 Clerks
occupations-class-4 = 4 Services
occupations-class-5 = 5 Farming, forestry, fishing
occupations-class-6 = 6 Manufacturing
occupations-class-7 = 7 Military
occupations-class-8 = 8 Other

occupations-retired = This code is no longer used
occupations-retired-papers = Certificates issued under it stay valid; what is printed on them does not change.
occupations-became-one = Today it is this occupation:
occupations-became-several = It was split. Today it may be any of these; which one depends on the work that was done:
occupations-became-none = It was cancelled, and nothing took its place.
occupations-became-partly-ended = A part of it was cancelled, and nothing took its place.
occupations-recoded-unknown = The classification of { $on } has no { $code }, so nothing can be said. Look at code and day again.
occupations-recoded-same = { $code } of { $on } is still this code:
occupations-recoded-moved = { $code } of { $on } is today:
occupations-recoded-several = { $code } of { $on } was split. Today it may be any of these; which one depends on the work that was done:
occupations-recoded-ended = { $code } of { $on } was cancelled, and nothing took its place.

occupations-career = Career path
occupations-career-lead = How many years it usually takes from level to level. School, titles and long practice open other ways; the national standard of the occupation counts.
occupations-career-level = Level
occupations-career-way = How to get there
occupations-career-title = Matching title
occupations-career-begin = 16 years old, and doing or going to do this work
occupations-career-years = After the certificate of the level below, { $count } more years of work
occupations-career-appointed = Appointed by the employer
occupations-industries = Main industries
occupations-industries-ours = Matched by the names of the classes; not an official table.

occupations-sample-definition = Installs, sets up and repairs electrical equipment and lines with tools, instruments and machines.
occupations-sample-event = In the classification of 2022 with the code 6-31-01-03
occupations-sample-source = Source: occupational classification of 2022

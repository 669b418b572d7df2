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

occupations-sample-definition = Installs, sets up and repairs electrical equipment and lines with tools, instruments and machines.
occupations-sample-event = In the classification of 2022 with the code 6-31-01-03
occupations-sample-source = Source: occupational classification of 2022

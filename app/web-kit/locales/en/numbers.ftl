# Findings about documents, names, codes and numbers: first what is wrong, then what to do.

## Skill levels

level-empty = The skill level is missing. Please fill it in, for example: 三级/高级工 or level 3.
level-unknown = This is no skill level we know. Please write it like 三级/高级工 or level 3. Levels: apprentice, 5, 4, 3, 2, 1, special-grade technician, chief technician.
level-ambiguous = 初级, 中级 or 高级 alone does not name a level (it may be a 1+X certificate or a professional title). Please write 五级/初级工, 四级/中级工 or 三级/高级工.
level-contradictory = Two different levels stand in one cell. Please check and keep one, for example: 三级/高级工.

## Occupation codes

occupation-code-malformed = This is not an occupation code. Please write seven digits in four groups, like 6-18-01-01.

## Working calendar

calendar-year-unknown = The holidays of { $year } are not loaded yet; only Saturdays and Sundays were counted as free, so the date may move. Please update the working calendar when the notice is out, and check again.

## Loading of base data

world-header = { $source }, line { $line }: the header does not name the expected columns. Please use the columns and their order as described.
world-columns = { $source }, line { $line }: the number of columns is wrong, or there are quotation marks. Please fill in every column and remove quotation marks.
world-value = { $source }, line { $line }: a value does not fit its column. Please correct it as the description says.
world-duplicate = { $source }, line { $line }: a code or day stands twice, or two spells of one code overlap. Please keep one of them or correct the years.
world-missing = { $source }, line { $line }: the code that is changed or replaced does not exist at that time, or the year is not in the list of years. Please check code and date.
world-release = { $source }, line { $line }: releases and data files do not match, or are out of order. Please list releases by date, with one file each.
world-demo-refused = { $source }, line { $line }: 770000 is a fictional province for demonstrations and tests and cannot be loaded here. Please remove the file.

## Document kinds and sex

document-kind-unknown = This kind of document is not known. Please use: citizen identity card, residence permit for Hong Kong, Macao and Taiwan residents, foreigner permanent residence card, mainland travel permit, passport, military officer's card, or a Hong Kong, Macao or Taiwan identity document.
sex-unknown = The sex must be 男 (male) or 女 (female). Please correct it.

## Document numbers

document-empty = The document number is missing. Please copy it from the document.
document-digits-lost = A spreadsheet program treated the number as a quantity and dropped its last digits. Please set the column to text and copy the number from the document again.
document-wrong-length = The number has { $found } characters and should have { $expected }. Please check it against the document.
document-bad-character = Character { $position } of the number does not belong there. Please check it against the document (only the last character of an identity card number may be X).
document-wrong-form = { $kind ->
    [officer_card] This does not look like the number of a military officer's card. Please give the full number, for example: 军字第1234567号.
    [hong_kong_macao_travel_permit] This does not look like the number of a Hong Kong or Macao travel permit: H or M and 8 or 10 digits. Please check it against the document, and the kind of document.
    [taiwan_travel_permit] This does not look like the number of a Taiwan travel permit: 8 digits (older ones 10 digits and a letter). Please check it against the document, and the kind of document.
    [passport] This does not look like a passport number: 5 to 15 letters and digits. Please check it against the passport, and the kind of document.
    [hong_kong_identity_document] This does not look like a Hong Kong identity number: one or two letters, 6 digits and one more character in brackets. Please check it against the document.
    [macao_identity_document] This does not look like a Macao identity number: 8 digits. Please check it against the document.
    [taiwan_identity_document] This does not look like a Taiwan identity number: a letter and 9 digits. Please check it against the document.
   *[other] The number does not have the form of this kind of document. Please check both against the document.
}
document-wrong-check-character = The check character does not fit: a digit is wrong or two were swapped. Please compare the number with the document digit by digit.
document-impossible-birth-date = The birth date in the number does not exist. Please check digits 7 to 14 (7 to 12 in an old number of 15 digits).
document-born-in-future = The birth date in the number is after today. Please check digits 7 to 14.
document-too-old = By this number the holder would be older than { $years } years. Please check the year of birth.
document-division-never-existed = The first six digits { $division } were never a division code. Please check them against the document.
document-division-in-future = The first six digits { $division } come into use only in { $year }. Please check them against the document.
document-no-such-province = Digits 2 and 3 ({ $province }) are no province. Please check them against the document.
document-other-kind = { $kind ->
    [citizen_card] This is the number of a citizen identity card. Please change the kind of document, or check the number.
    [residence_permit] This is the number of a residence permit for Hong Kong, Macao and Taiwan residents. Please change the kind of document, or check the number.
    [foreigner_permanent_residence] This is the number of a foreigner permanent residence card. Please change the kind of document, or check the number.
   *[other] This is the number of another kind of document. Please check both.
}
document-first-generation-lapsed = Identity numbers of 15 digits lapsed on 1 January 2013. Please give the number of 18 characters; 15 digits are taken only in imports of historical data.
document-birth-date-differs = The birth date is not the one in the document number. Please correct one of them, or leave the birth date empty.
document-sex-differs = The sex is not the one in the document number. Please correct one of them, or leave the sex empty.
document-division-retired-before-birth = Note: the first six digits { $division } went out of use after { $year }, before the holder was born. The number is taken; please look at the document once more.

## Names

name-empty = The name is missing. Please copy it from the document.
name-too-long = The name has { $found } characters; at most { $most } are possible. Please check whether something else stands in this cell.
name-digit = A name has no digits. Please copy the name from the document.
name-markup = There are brackets, slashes, equals signs or the like in the name. Please remove signs and remarks and leave the name alone.
name-control = There is a line break or an invisible control character in the name. Please empty the cell and type the name again.
name-emoji = A name has no pictographs. Please copy the name from the document.
name-private-use = The name holds a character of some system's own making ({ $character }), which looks different or empty elsewhere. Please type its standard form (GB 18030-2022).
name-bad-character = The name holds a character that no name has ({ $character }). Please write it in Chinese characters as in the document, or a foreign name in Latin letters.
name-punctuation = A dot or hyphen in the name stands at the beginning, at the end or twice. Please write it like 阿里·买买提.
name-mixed-scripts = The name holds both Chinese characters and letters. Please write it in one of them, as in the document.

## Unified social credit codes

uscc-empty = The unified social credit code is missing. Please copy it from the registration certificate.
uscc-wrong-length = The unified social credit code has { $found } characters and should have 18. Please check it against the registration certificate.
uscc-bad-character = Character { $position } of the unified social credit code does not belong there: codes have no I, O, S, V and Z, and characters 3 to 8 are digits. Please check for O instead of 0 and I instead of 1.
uscc-wrong-check-character = The check character of the unified social credit code does not fit: one character is wrong. Please compare it with the registration certificate.
uscc-demo-division = This code belongs to the fictional province (77…) of demonstrations and tests. Please give the real code.
uscc-inner-check-fails = Note: the check character of the organisation code in it does not fit, as with a few old bodies. The code is taken; please look at the registration certificate once more.
uscc-division-unknown = Note: characters 3 to 8 ({ $division }) are not in the table of divisions; registration offices have codes of their own, for development zones for example. The code is taken; please look at the registration certificate once more.
uscc-unusual-type = Note: the first two characters are no usual department and type of body. The code is taken; please look at the registration certificate once more.

## Filing codes

filing-code-empty = The filing code is missing. Please give the 13 characters assigned by the human-resources department.
filing-code-wrong-length = The filing code has { $found } characters and should have 13: a letter and 12 digits. Please check it against the filing.
filing-code-wrong-class = The filing code must begin with Y (employer) or S (social evaluation body). Please check it against the filing.
filing-code-bad-character = Character { $position } must be a digit. Please check it against the filing.
filing-code-no-such-province = Characters 6 and 7 ({ $province }) are no province. Please check them against the filing.
filing-code-serial-zero = The last six digits of the filing code cannot all be 0. Please check them against the filing.

## Certificate numbers

certificate-number-empty = The certificate number is missing. Please copy it from the certificate.
certificate-number-wrong-length = The number has { $found } characters; numbers of skill-level certificates have 22. Please check it against the certificate.
certificate-number-bad-character = Character { $position } of the certificate number must be a digit. Please check it against the certificate.
certificate-number-wrong-level = Character 16 of the certificate number is no level (1 to 5, or the letter of a special-grade or chief technician). Please check it against the certificate.
certificate-number-serial-zero = The last six digits of the certificate number cannot all be 0. Please check them against the certificate.

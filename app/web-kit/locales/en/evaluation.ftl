# Imports of results and runs: first what is wrong, then what to do.

## States

evaluation-import-waiting = In the queue
evaluation-import-checking = Being checked
evaluation-import-entering = Being entered
evaluation-import-done = Done
evaluation-import-refused = Mistakes; nothing entered
evaluation-import-unreadable = Unreadable
evaluation-import-cancelled = Stopped
evaluation-run-draft = To be released
evaluation-run-releasing = Being issued
evaluation-run-halted = Issuing has stopped
evaluation-run-released = Issued

## Names of columns

evaluation-field-row = Whole row
evaluation-field-occupation = Occupation
evaluation-field-variant = Specialisation
evaluation-field-level = Level
evaluation-field-exam-on = Exam day
evaluation-field-document-kind = Kind of document
evaluation-field-number = Document number
evaluation-field-name = Name
evaluation-field-sex = Sex
evaluation-field-birth-on = Birth date
evaluation-field-phone = Mobile number
evaluation-field-theory = Theory
evaluation-field-skill = Skill
evaluation-field-review = Review
evaluation-field-division = Division
evaluation-field-education = Education
evaluation-field-employer = Employer
evaluation-field-address = Address

## What people do

evaluation-import-step = The import is in a state that does not allow this
    .next = Once rows are being entered it cannot be stopped. Open its result.
evaluation-two-persons = Whoever imported the results cannot release the run
    .next = Let another issuer of the body release it.
evaluation-run-step = The run is in a state that does not allow this
    .next = Reload the page and look at its present state.
evaluation-nobody-passed = There is nothing in this run to issue
    .next = Check the results. A run that nobody passed need not be released.
evaluation-withdrawn = The result was withdrawn or has become a certificate
    .next = Reload the page. Go to the certificate when there is one.
evaluation-reason = Please say why it is withdrawn
evaluation-file-empty = The file is empty. Please choose another

## The file as a whole

evaluation-columns-missing = The header lacks these columns: { $columns }. Compare it with the template, add them and upload it again.
evaluation-column-twice = The heading “{ $name }” stands there twice, so nobody can tell which column counts. Remove one and upload it again.
evaluation-no-rows = There is nothing below the header. Fill it in and upload it again.
evaluation-too-many-findings = There are more than { $limit } mistakes, so the check has stopped. Most likely columns were swapped: compare the whole sheet with the template.
evaluation-unknown-finding = Something is wrong here that this version has no words for. Please ask the system administrator.

## Each row

evaluation-division-future = Division code { $division } comes into use only in { $year }. Use a code that held on the exam day, or leave it empty.
evaluation-division-retired = Division code { $division } went out of use in { $year }. Use the present code, or leave it empty.
evaluation-division-unknown = There is no division code { $division }. Check it, or leave it empty.
evaluation-exam-day-missing = The exam day is missing. Fill in the actual day.
evaluation-exam-in-future = The exam day is after today. Check the date.
evaluation-exam-too-early = The exam day lies before the present classification of occupations and cannot be imported here. Check the date.
evaluation-level-not-evaluated = This level is not reached by an evaluation (apprentice, special-grade and chief technician). Check the level.
evaluation-occupation-ambiguous = Several occupations have this name: { $codes }. Fill in the code instead.
evaluation-occupation-differs = Code and name are two different occupations: { $codes } is “{ $name }”. Make them agree.
evaluation-occupation-future = This occupation exists only from { $from } on, after the exam day. Check both.
evaluation-occupation-missing = The occupation is missing. Fill in its name or its code, such as 6-18-01-01.
evaluation-occupation-not-evaluated = { $codes } has no skill levels (only major classes 3 to 6 have). Check the occupation.
evaluation-occupation-retired = This occupation had ended by the exam day (from { $until } on). These took its place: { $codes }. Check it.
evaluation-occupation-unknown = The classification has no such occupation. Check the name, or fill in the code, such as 6-18-01-01.
evaluation-other-name = This document number is registered under another name. Compare both with the document. After a change of name, have the authority correct it first.
evaluation-phone = A mobile number has 7 to 15 digits, with a plus sign in front for another country. Check it, or leave it empty.
evaluation-result-differs = Another result of this person for the same day, occupation and level is there already. To correct it, withdraw the old one from its run first.
evaluation-score-decimals = Marks have two decimals at most. Correct them.
evaluation-score-missing = The marks of this part are missing. Write “absent” for somebody who did not come, “exempt” for somebody who need not.
evaluation-score-not-needed = This part is not examined at this level. Leave it empty, or check the level.
evaluation-score-range = Marks go from 0 to { $most }. Check them.
evaluation-score-unreadable = These are no marks. Fill in a number, or “absent”, “misconduct” or “exempt”.
evaluation-text-too-long = There are more than { $most } characters in this cell. Check whether it holds what it should.
evaluation-twice = The same result of the same person is also in row { $row }. Keep the right row and delete the other.
evaluation-twice-other-name = Row { $row } has the same document number under another name. Compare both with the document.

## Single cells

cell-digits-lost = The cell is a number, so the last digits are lost (it is { $shown } now). Set the column to text and type it again from the document.
cell-error-value = The formula in this cell ends in an error ({ $shown }). Type the value instead.
cell-not-calculated = The cell is a formula without a value in the file. Open and save it in a spreadsheet program, or type the value.
cell-not-a-date = “{ $shown }” is no date. Write it like 2026-11-24.
cell-not-a-number = “{ $shown }” is no number. Correct it.

## Files that cannot be opened

sheet-io = The file cannot be read at the moment. Please try again later.
sheet-empty = The file is empty. Please choose another.
sheet-too-large = The file is too large. Split it into several.
sheet-unpacks-too-large = The file unpacks to an abnormal size and was not read, to be safe. Copy the data into a new file and upload that.
sheet-too-complex = The file's structure is too complex ({ $what }: more than { $limit }). Copy the data into a new file and upload that.
sheet-too-many-rows = There are more than { $limit } rows. Split the file into several.
sheet-too-many-columns = Row { $row } has more than { $limit } columns. Remove those that are not needed.
sheet-cell-too-long = A cell in row { $row } holds too much text. Check whether it was pasted there by mistake.
sheet-not-a-spreadsheet = This is no spreadsheet; it looks like { $found ->
    [pdf] a PDF
    [image] a picture
    [archive] an archive
    [word] a text document
    [presentation] a presentation
    [ofd] an OFD document
   *[binary] something else
}. Upload .xlsx, .xls or .csv.
sheet-encrypted = The file is protected by a password. Remove it, save the file and upload it again.
sheet-et-format = This is an .et file of WPS. Open it there, choose “Save as” and .xlsx, and upload that.
sheet-html-format = This is a web page under a spreadsheet's name. Open it in a spreadsheet program, save it as .xlsx and upload that.
sheet-xml-format = This is a spreadsheet in XML. Save it as .xlsx and upload that.
sheet-ods-format = This is an .ods file. Save it as .xlsx and upload that.
sheet-xlsb-format = This is an .xlsb file. Save it as .xlsx and upload that.
sheet-old-xls-format = This is a very old Excel format. Save it as .xlsx and upload that.
sheet-unknown-encoding = The encoding of line { $line } is not known. Save the file as UTF-8, or use .xlsx.
sheet-unclosed-quote = A quotation mark in row { $row } is never closed. Close it, or use .xlsx.
sheet-broken = The file is damaged or incomplete. Open it in a spreadsheet program, save it again and upload that.
sheet-no-header = No header was found. Use the template; the header names columns such as 姓名 and 证件号码.
sheet-no-such-sheet = There is no sheet named “{ $name }”. Check the name.
sheet-write-too-wide = There are more than { $columns } columns to write. Please ask the system administrator.

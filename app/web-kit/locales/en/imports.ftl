# Importing results

imports-title = Result imports
imports-caption = Spreadsheets imported
imports-empty = No spreadsheets have been imported yet.
imports-new-title = Import a spreadsheet
imports-new-lead = Every row is checked. For each mistake you are told the row, the column, what is wrong and how to mend it.
imports-exam-on = Day of the examination
imports-exam-on-hint = The actual day: the body’s filed scope on that day decides what may be issued
imports-shape = Kind of spreadsheet
imports-shape-short = Short
imports-shape-short-text = Only the columns that are needed; right for most runs
imports-shape-full = Full (33 columns)
imports-shape-full-text = The template for candidates; use it when you have one filled in already
imports-keep = Rows with mistakes
imports-keep-yes = Import the rows without mistakes at once
imports-keep-yes-text = Left empty, one bad row keeps the whole file out until everything is mended
imports-file = Spreadsheet
imports-file-hint = .xlsx, .xls or .csv, one file at a time
imports-file-why = Results and identities serve evaluation and certificates only. Document numbers are stored encrypted, and the file is deleted once it has been checked.
imports-upload = Upload and check
imports-templates = Empty templates
imports-template-short = Short template (xlsx)
imports-template-full = Full template, 33 columns (xlsx)
imports-tips = What often goes wrong
imports-tip-1 = Set the column of document numbers to “text”. As a number it loses its last digits and has to be typed again.
imports-tip-2 = Save .et files of WPS as .xlsx first.
imports-tip-3 = Uploading a file twice enters nothing twice; only new and changed rows are added.

imports-at = Uploaded
imports-state = State
imports-state-mistakes = Mistakes to mend
imports-state-unreadable = Unreadable
imports-good = Rows imported
imports-passed = Of them, all parts passed
imports-same = Rows already there
imports-bad = Rows with mistakes

imports-one-title = Result of the import
imports-by = Uploaded by { $name } on { $time }
imports-waiting = In the queue; the check begins soon
imports-waiting-text = Other files come first. You can leave this page and find it again among your tasks.
imports-reload = Show the present state
imports-done = { $count ->
    [one] One row imported, without mistakes
   *[other] All { $count } rows imported, without mistakes
}
imports-done-text = { $count ->
    [one] One person passed every part.
   *[other] { $count } people passed every part.
} Next: check them and hand the run to the body’s issuer.
imports-mistakes = { $count ->
    [one] { $good } rows imported; one row needs mending
   *[other] { $good } rows imported; { $count } rows need mending
}
imports-mistakes-text = Next: download the spreadsheet with the mistakes marked, mend those rows and upload only them. Rows already imported need not be sent again.
imports-unreadable = This file cannot be read; nothing was imported
imports-unreadable-et = It is an .et file of WPS. Open it there, choose “Save as” and the type “Microsoft Excel (.xlsx)”, then upload it again.
imports-report = Download with mistakes marked
imports-issue = Check and issue
imports-again = Import another

imports-mistakes-caption = Cells with mistakes
imports-row = Row
imports-row-n = Row { $count }
imports-column = Column
imports-value = Value
imports-finding = What is wrong and how to mend it
imports-column-number = Document number
imports-column-name = Name
imports-column-theory = Theory
imports-column-level = Level
imports-mistake-digits = The cell is a number, so the last digits are lost. Set the column to text and type it again from the document.
imports-mistake-check = The last character does not fit the others: probably one digit is wrong or two have changed places. Compare it with the document.
imports-mistake-score = Scores go from 0 to 100.
imports-mistake-level = There is no such level. Write 三级, 高级工 or 三级/高级工.
imports-mistake-twice = The same person is in the file twice, also in row 52. Keep the right row and delete the other.

# Importing results

imports-title = Result imports
imports-caption = Spreadsheets imported
imports-empty = No spreadsheets have been imported yet.
imports-new-title = Import a spreadsheet
imports-new-lead = You upload results of { $name }. Every row is checked. For each mistake you are told the row, the column, what is wrong and how to mend it.
imports-exam-on = Day of the examination
imports-exam-on-hint = Needed only when the spreadsheet has no such column. The actual day: the body’s filed scope on that day decides what may be issued.
imports-keep = Rows with mistakes
imports-keep-yes = Import the rows without mistakes at once
imports-keep-yes-text = Left empty, one bad row keeps the whole file out until everything is mended
imports-file = Spreadsheet
imports-file-hint = .xlsx, .xls or .csv, one file at a time
imports-file-why = Results and identities serve evaluation and certificates only. Document numbers are stored encrypted, and the file is deleted once it has been checked.
imports-upload = Upload and check
imports-templates = Empty templates
imports-template-short = Short (xlsx)
imports-template-short-text = Only the columns that are needed; right for most runs
imports-template-full = Full, 33 columns (xlsx)
imports-template-full-text = The template for candidates; use it when you have one filled in already
imports-templates-text = Either will do: the header tells which one it is.
imports-tips = What often goes wrong
imports-tip-1 = Set the column of document numbers to “text”. As a number it loses its last digits and has to be typed again.
imports-tip-2 = Save .et files of WPS as .xlsx first.
imports-tip-3 = Uploading a file twice enters nothing twice; only new rows are added.

imports-at = Uploaded
imports-state = State
imports-state-mistakes = Mistakes to mend
imports-good = Rows imported
imports-passed = Of them, all parts passed
imports-same = Rows already there
imports-people = People new here
imports-bad = Rows with mistakes

imports-one-title = Result of the import
imports-by-you = Uploaded by you on { $time }
imports-by-other = Uploaded by a colleague of your body on { $time }
imports-waiting = In the queue; the check begins soon
imports-waiting-text = Other files may come first. You can leave this page and find it again among the imports.
imports-checking = Being checked: { $percent }%, { $count ->
    [one] one row
   *[other] { $count } rows
} so far
imports-checking-text = Nothing has been entered yet, so it can still be stopped. You can also leave this page and come back.
imports-entering = { $done } of { $count } rows entered
imports-entering-text = The check is over. You can leave this page and come back.
imports-reload = Show the present state
imports-cancel = Stop
imports-done = { $count ->
    [one] One row checked, without mistakes
   *[other] All { $count } rows checked, without mistakes
}
imports-done-text = { $count ->
    [one] Of the results that are new, one is a pass.
   *[other] Of the results that are new, { $count } are passes.
} Next: look through the run and have a colleague release it.
imports-mistakes = { $count ->
    [one] { $good } rows imported; one row needs mending
   *[other] { $good } rows imported; { $count } rows need mending
}
imports-mistakes-text = Next: download the spreadsheet with the mistakes marked, mend it and upload it as it is. Rows already imported are not entered again.
imports-refused = { $count ->
    [one] One row has mistakes; nothing was imported
   *[other] { $count } rows have mistakes; nothing was imported
}
imports-refused-text = Next: download the spreadsheet with the mistakes marked, mend all of them and upload it again. Or upload it again and choose to import the rows without mistakes at once.
imports-unreadable = This file cannot be used; nothing was imported
imports-cancelled = Stopped; nothing was imported
imports-cancelled-text = The uploaded file has been deleted. Upload it again when you need it.
imports-report = Download with mistakes marked
imports-runs = Look through the runs
imports-again = Import another
imports-settle = Done with these mistakes
imports-settle-text = This file stays among the tasks until you say so here: once the mended rows have been uploaded, or when they are not needed. The report stays on this page.

imports-mistakes-caption = Cells with mistakes
imports-row = Row
imports-row-n = Row { $count }
imports-column = Column
imports-value = Value
imports-finding = What is wrong and how to mend it

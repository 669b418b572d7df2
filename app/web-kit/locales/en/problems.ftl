# What happened (one sentence), and what to do next (.next). The key is the code of kernel::Problem.

problem-not-found = This page does not exist
    .next = Check that the address is complete, or begin at the start page. If somebody sent you the link, it may have expired, or you may not be allowed to see it.
problem-method = This address cannot be opened like that
    .next = Do not open or reload a page that follows a form directly; begin at the start page. What you have saved is safe.
problem-unauthenticated = Please sign in first
    .next = This page is for people who have signed in. You will come back here afterwards.
problem-fields = Something in the form needs mending
    .next = Go back, follow the notes at the fields and send it again. Everything you typed is still there.
problem-form = What was sent cannot be read
    .next = Go back, reload the page and send it again. If that does not help, try another browser.
problem-upload = The file did not arrive complete
    .next = The connection may have broken. Go back and upload it again; rows already imported are not doubled.
problem-csrf = The page was open for too long, so nothing was sent
    .next = Go back, reload the page and send it once more.
problem-origin = This request did not come from a page of this site and was stopped
    .next = Begin at the start page of this site and try again.
problem-host = This is not an address of this site
    .next = Check the address and use the official one.
problem-conflict = Somebody has just changed this
    .next = Go back and reload, look at the newest version, then send yours again.
problem-too-many = Too many attempts; please wait a little
    .next = This keeps people from guessing in bulk. Try again later; nothing else is needed.
problem-too-large = What you sent is too large
    .next = Split the spreadsheet into several files, or remove pictures and sheets that are not needed.
problem-timeout = This took too long and was not finished
    .next = Try again a little later. Sending it twice does not save it twice.
problem-unavailable = This service cannot be reached at the moment
    .next = Try again in a few minutes. What was accepted before is not lost.
problem-internal = Something broke on our side; it is not your fault
    .next = Please try again later. If it goes on, tell the help desk the request number below and we can find the cause.

problem-request = Request number
problem-code = Problem code
problem-help = If you ask for help, read the request number to the person who answers.
problem-home = Go to the start page

# Single fields

field-required = Please fill this in
field-choose = Please choose one
field-file-required = Please choose the file to upload
field-too-long = { $count ->
    [one] One character at most; please shorten it
   *[other] At most { $count } characters; please shorten it
}
field-not-a-date = This is not a date; write it like 2026-11-24 and make sure the day exists
field-not-a-number = Please enter a whole number from { $least } to { $most }
problem-json-expected = Only JSON is taken here
    .next = Send it with the header Content-Type: application/json.
problem-json = The JSON that was sent cannot be read
    .next = Compare its form and fields with /api/openapi.json.

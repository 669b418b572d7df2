# Applications to be filed: the body's pages

nav-applications = Applications
desk-applications = Applications

applications-title = Applications
applications-lead = Apply here to be filed, see how far it is, and read the letters.
applications-caption = This body’s applications
applications-empty = There has been no application yet.
applications-new = New application
applications-one = Application
applications-office = Office
applications-state = Stands at
applications-next = What comes next
application-title = Application to be filed
application-name = Application: { $occupation }
application-name-more = Application: { $occupation } and others, { $count } occupations
application-state-draft = Draft

application-next-draft = Add the papers, then hand it in.
application-next-submitted = Handed in. The office says by { $date } whether it takes it in.
application-next-incomplete = Add what is missing by { $date } and hand it in again.
application-next-in-review = Taken in. The office decides by { $date }.
application-next-assessing = Under way: { $cause }. This time does not count.
application-next-noticed = Under public notice until { $date }. If nobody objects, the decision follows.
application-next-approved = Filed. See the decision and the body’s public page.
application-next-rejected = Not granted; the reason is in the decision. You may apply for reconsideration.
application-next-not-accepted = Not taken in; the reason is in the letter. You may apply again once it is mended.
application-next-recalled = You took the application back. You may apply again.
application-next-ending = The office is considering to end this filing.
application-next-ended = The filing has ended ({ $how }) and counts no more from { $date } on.
application-next-late = The office is late. You may ask by telephone.
application-next-deemed = The office let the time pass. By law the application counts as taken in on the day you handed it in.

application-new-title = Apply to be filed
application-new-lead = Say first what you apply for, then add the papers. Everything can be changed until you hand it in.
application-change-title = Change the application
application-change-lead = Save when you are done. The papers stay.
application-office-field = To which office
application-office-kept = The office stays once the application was handed in.
application-years = For how many years
application-years-hint = 1 to 5
application-save = Save
application-change = Change what you ask for
application-aside = How to apply
application-aside-1 = First choose the office, the years, occupations and levels, and save.
application-aside-2 = Then upload scans or photos of the papers.
application-aside-3 = Last, hand it in. The office then says whether it takes it in; the last day for that is shown.

application-papers = Papers
application-papers-lead = One file for each kind: PDF, PNG or JPEG, up to 20 MB. A second upload takes the place of the first.
application-paper-there = Uploaded ({ $size })
application-paper-missing = Not uploaded yet
application-paper-optional = may be left out
application-paper-file = Choose a file: { $name }
application-paper-button = Upload
application-hand-in = Hand in
application-hand-in-again = Hand in again
application-hand-in-text = Once handed in, neither contents nor papers can be changed, unless the office asks for more.
application-hand-in-missing = { $count ->
    [one] One required paper is missing
   *[other] { $count } required papers are missing
}
application-incomplete = The office asks for more
application-recall = Take back
application-recall-title = Take the application back
application-recall-text = The office will stop working on it. To be filed you would have to apply again.
application-recall-reason = Why you take it back
application-recall-button = Take it back
application-recall-keep = Keep it
application-objections = { $count ->
    [one] One person objected to the notice
   *[other] { $count } people objected to the notice
}
application-objection-answered = Answered: { $text }
application-objection-waits = The office has not answered yet.

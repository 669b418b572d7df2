# Public notices: anybody may read them and object

home-door-notices = Read public notices, object
    .text = Anybody: which bodies an authority means to file; during the notice you may object.

notices-title = Public notices
notices-lead = Authorities mean to make these decisions. During the notice anybody may object.
notices-caption = Under notice now
notices-none = There is no notice now.
notices-name = Applicant
notices-matter = Matter
notices-office = Authority
notices-until = Last day
notice-lead = { $office } means to grant: { $matter }.
notice-time = Time of the notice
notice-days = { $from } to { $until }
notice-running = Under notice
notice-over = The notice is over
notice-over-text = It is too late to object. The authority will decide.
notice-years = For
notice-body = The body’s public page
notice-scope = Occupations and levels to be filed
notice-objection = Object
notice-objection-lead = If you think this should not be granted, write down the facts. We need your real name and a way to reach you; neither is made public, and the applicant does not learn who objected.
notice-name = Your name
notice-name-why = The authority looks into it and tells you the answer.
notice-contact = Telephone or e-mail
notice-text = What you object
notice-text-hint = Facts and what you base them on, up to 2,000 characters
notice-button = Send the objection
objected-title = We have your objection
objected-lead = About: { $name }
objected-1 = The authority looks into it and answers you the way you gave.
objected-2 = Nothing is granted before your objection is answered.
objected-3 = If you are right, the notice stops and the matter is decided anew.
objected-back = Back to the notice

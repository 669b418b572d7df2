# Finding people

people-title = Find people
people-recorded = Every look is recorded, and the person sees it
people-recorded-text = Your office, the purpose and the time are noted. Look only for people whose case you handle.
people-number = Document number
people-number-hint = If you know the number, fill in nothing else here
people-number-check = The last character does not fit the others; compare it with the document
people-or = Without the number, both name and date of birth are needed:
people-name = Name
people-born = Date of birth
people-document = Document
people-division = Region
people-purpose = Purpose
people-purpose-why = The person will see it under “Who looked at my data”.
people-purpose-evaluation = Checking results and certificates
people-purpose-subsidy = Paying a subsidy
people-purpose-complaint = Handling a complaint
people-purpose-audit = Audit
people-purpose-account = Opening or recovering the person's account
people-caption = People found
people-none = Nobody found. Check the number; the name must be exactly as on the document.
people-again = Look for somebody else

people-number-unknown = This looks like no document's number; please compare it with the document
people-registered = Registered

person-title = Person
person-erased = Personal data erased
person-recorded = This look has been recorded, for: { $purpose }.
person-phone = Mobile number
person-certificates = Certificates
person-certificates-none = No certificates yet.
person-events = Record
person-events-none = No entries yet.

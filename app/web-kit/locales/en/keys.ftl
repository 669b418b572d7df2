# Signing keys

keys-title = Signing keys
keys-empty = This body has no signing key yet, so it cannot issue certificates.
keys-state-proposed = Waiting for a second person
keys-state-active = In use
keys-state-retired = Retired
keys-state-compromised = Compromised, not trusted
keys-state-refused = Refused, never used
keys-at-proposed = Made on
keys-at-active = In use from
keys-at-retired = Retired on
keys-at-compromised = Reported on
keys-at-refused = Refused on
keys-decide-text = Compare the characters above with the colleague who made the key. Confirm only when both screens show exactly the same.
keys-confirm = They agree: confirm
keys-refuse = They differ: refuse
keys-propose = Make a new key
keys-propose-not = No new key can be made now:{ " " }
keys-retire = Retire
keys-compromise = Report compromised
keys-how = Two people, three steps
keys-how-1 = One person makes a new key. It cannot sign yet.
keys-how-2 = Another person opens this page and compares the characters on both screens, face to face or by telephone.
keys-how-3 = When they agree, they confirm. The new key is in use at once and the old one retires. Certificates issued before stay valid.
keys-end = When to end a key
keys-end-retire = Retire it when people change or no certificates are issued for a while. What it signed stays valid.
keys-end-compromise = Report it compromised when somebody else may have got it. Everything it signed then fails the off-line check and has to be issued anew.

keys-for-good = This cannot be undone
keys-retire-title = Retire this key
keys-retire-text = No certificates can be issued until two people have put a new key to use. What it signed stays valid.
keys-retire-button = Retire it
keys-compromise-title = Report this key compromised
keys-compromise-text = It stops signing at once, and everything it ever signed fails the off-line check. Do this only when somebody else may really have got the key.
keys-compromise-button = It is compromised

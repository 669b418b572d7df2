# The command line
cli-serving = Serving { $address } (stop with Ctrl-C)
cli-demo-making = Making the fictional province, { $people } people …
cli-keys-made = Made the key file { $file }. Keep a copy in a safe place: without it the data cannot be read.
cli-journal-checked = Checked { $facts } facts and { $seals } seals; { $faults } faults.
cli-credential-valid = Valid: signature and content belong together, and the issuer's key was in force.
cli-credential-not-valid = Not valid. Add --json to see why.
cli-credential-unreadable = Unreadable: this is not a credential file.

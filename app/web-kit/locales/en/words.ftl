# States, levels, posts and other short words that several pages share.

state-valid = Valid
state-suspended = Suspended
state-revoked = Revoked
state-expired = Expired
state-draft = Draft
state-waiting = Waiting
state-running = In progress
state-done = Done
state-failed = Failed
state-dead = Retries stopped
state-returned = Returned
state-notice = Public notice
state-effective = In force
state-locked = Locked
state-closed = Closed
state-new = Not yet activated

met-yes = Met:
met-no = Not met:
met-missing = Missing:

kind-citizen-id = Citizen identity card
kind-hmt-permit = Residence permit (Hong Kong, Macao, Taiwan)
kind-passport = Passport

mark-green = Green occupation
mark-digital = Digital occupation

body-employer = Employer
body-social = Social evaluation body

role-system_admin = System administrator
role-security_admin = Security administrator
role-audit_admin = Audit administrator
role-handler = Case handler
role-checker = Checker
role-approver = Approver
role-body_clerk = Body clerk
role-body_issuer = Body issuer
role-body_manager = Body manager

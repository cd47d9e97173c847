"""The only writers of casework, as verbs: `cases.close(case=…, by=…, at=…)`, `contacts.log(…)`,
`onward.accept(…)`."""

"""Forms of answers, applications, checklists and changes of scheme."""

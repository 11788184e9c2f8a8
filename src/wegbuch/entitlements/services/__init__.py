"""Changes to answers, applications, checklists and changes of scheme."""

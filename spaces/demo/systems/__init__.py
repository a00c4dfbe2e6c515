"""Who answers: the stored rules, students that the operator names, a model behind a server."""

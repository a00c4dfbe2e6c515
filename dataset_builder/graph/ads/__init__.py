"""Reading job ads: from titles and lists of skills as people type them to occupations, skills and supported edges."""

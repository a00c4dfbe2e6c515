"""What can be asked, without a page: answers with their evidence, counterfactuals, edits one by one."""

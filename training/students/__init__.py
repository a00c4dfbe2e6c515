"""Students: a trained folder or a repository of the Hub, opened and asked."""

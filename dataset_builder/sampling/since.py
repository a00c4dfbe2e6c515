"""From which year on people could do what a line says, or hold a job of a title: no iOS developer in 2003.

is_too_early("Deploy services to cloud hosts", 2003)    # True
"""

import re
from functools import lru_cache

# Words with the first year in which work with them was usual, the latest first: the first that is found decides. They are looked for
# in lower case, which takes half the time of ignoring case.
_SINCE = tuple(
    (year, re.compile(rf"\b(?:{words.lower()})"))
    for year, words in (
        (2023, r"generative AI|large language|chatbots?\b|prompt engineer"),
        (2018, r"GDPR\b|CCPA\b"),
        (2016, r"blockchain|smart contract|crypto(?:currenc|\b)|Kubernetes|Terraform|Flutter\b|React Native"),
        (2015, r"Docker|container (?:images?|clusters?|platforms?)|microservice|Angular\b|React\b|ReactJS|TypeScript|Kotlin|Swift\b|Spark\b|Kafka|Snowflake\b|Vue\b|"
               r"Slack\b|Zoom\b|e-bikes?|electric vehicle|rideshare|ride-hailing|CRISPR|body.(?:worn )?cameras?"),
        (2013, r"drones?\b|Azure|deep learning|neural network|data scien|telehealth|video visits?|Ansible|AngularJS|DevOps|site reliab"),
        (2012, r"big data|Hadoop|Node\.js|NoSQL|MongoDB|Cassandra|OpenStack|machine learning|3D print|data lakes?"),
        (2010, r"cloud|AWS\b|SaaS\b|Android|iPhone|iPad|iOS\b|mobile app|smartphone|app stores?|phone apps?|social media|virtual machine|responsive"),
        (2008, r"Git\b|GitHub|jQuery|Ruby on Rails|electronic (?:health|medical) record|EHR\b|EMR\b|SEO\b|search engine|streaming|podcast"),
        (2006, r"continuous integration|CI\b|Agile|Scrum|sprints?\b|Spring\b|Salesforce|SharePoint|virtualiz|VMware|social network"),
        (2004, r"Wi-?Fi|Bluetooth|smart ?boards?|wireless|VoIP\b|SOAP\b|XML\b|\.NET\b|C#"),
    )
)  # fmt: skip


@lru_cache(maxsize=100_000)
def first_year(text: str) -> int:
    """0 where nothing in the text tells of a year."""
    lower = text.lower()
    return next((year for year, words in _SINCE if words.search(lower)), 0)


def is_too_early(text: str, year: int) -> bool:
    """Whether the text speaks of what came after the year."""
    return first_year(text) > year

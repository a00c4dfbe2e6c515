"""The assessor: a small language model that says requirement by requirement what a resume meets, with the lines that show it.

python -m training.sft --config training/recipes/assessor/tiny.yaml        # learns the answers
python -m training.grpo --config training/recipes/assessor/tiny_grpo.yaml  # and then what they are worth
python -m training.assess job.txt resume.txt --system assessors/tiny-grpo
"""

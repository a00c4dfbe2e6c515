"""Students of RJDB, the systems they are compared with, and what is measured.

    python -m training.sft --config training/recipes/students/matcher.yaml       # train a student
    python -m training.evaluate --data rjdb --system rules --system students/matcher
    python -m training.card students/matcher --evaluation evaluation             # write its model card

Verbs of one table or one set have their command in their docstring: `training.evaluation.robustness`,
`training.evaluation.weak_supervision`, `training.evaluation.out_of_distribution`, `training.baselines.cross_encoder`.

From the bottom up: `systems.protocol`, `data` and the matchers and metrics of `evaluation` import nothing else of this
package but each other; `rules` and `students` implement the protocol, `baselines` and the server system too;
`systems.open_system` opens each by its name; `trainers` make students; `evaluation` judges systems, `card` reports it.
"""

from dataset_builder.extras import check_interpreter

check_interpreter()

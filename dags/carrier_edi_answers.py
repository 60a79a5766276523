"""Carrier answers, collected every half hour, and the clock of every open file."""

from datetime import timedelta

from airflow.sdk import DAG, CronTriggerTimetable

from benefits_sync.integrations.carriers import CARRIER_FILES, POOL, carriers_field
from benefits_sync.integrations.dag_settings import dag_settings
from benefits_sync.operators.carriers.answers import CollectAnswersOperator
from benefits_sync.operators.carriers.choose import ChooseAnsweringOperator

with DAG(
    dag_id="carrier_edi_answers",
    dag_display_name="Carrier files: answers",
    description="What carriers answer: collected, matched to files and people; overdue answers raised.",
    schedule=CronTriggerTimetable("*/30 * * * *", timezone="UTC"),
    dagrun_timeout=timedelta(hours=4),
    tags=["carriers", "edi", "import"],
    params={
        "carriers": carriers_field(
            "Whose answers to collect; empty means all whose files wait, or went out in the last 30 days."
        ),
    },
    **dag_settings(__file__, "carrier_edi_answers", longest_task=timedelta(hours=1)),
) as dag:
    choose = ChooseAnsweringOperator(task_id="choose_carriers", feed=CARRIER_FILES)
    CollectAnswersOperator.partial(
        task_id="collect_answers", feed=CARRIER_FILES, pool=POOL, map_index_template="{{ task.carrier }}"
    ).expand(carrier=choose.output)

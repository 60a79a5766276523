"""Daily carrier files: who is covered, as X12 834, for each carrier checked, approved and handed over."""

from datetime import timedelta

from airflow.sdk import DAG, CronTriggerTimetable, TriggerRule, chain, task_group

from benefits_sync.integrations.carriers import CARRIER_FILES, POOL, delivery_form
from benefits_sync.integrations.dag_settings import COMPANY_ZONE, dag_settings
from benefits_sync.notifications.carriers import notify_not_delivered
from benefits_sync.operators.carriers.approve import ApproveFilesOperator
from benefits_sync.operators.carriers.build import BuildFilesOperator
from benefits_sync.operators.carriers.choose import ChooseCarriersOperator
from benefits_sync.operators.carriers.close import CloseDeliveryOperator
from benefits_sync.operators.carriers.deliver import DeliverFilesOperator
from benefits_sync.operators.carriers.snapshot import TakeSnapshotOperator

BY_CARRIER = "{{ task.carrier }}"

with DAG(
    dag_id="carrier_edi_delivery",
    dag_display_name="Carrier files: delivery",
    description="Who is covered, as X12 834 files to the carriers: built, checked, approved, handed over.",
    schedule=CronTriggerTimetable("0 4 * * *", timezone=COMPANY_ZONE),
    dagrun_timeout=timedelta(hours=20),
    tags=["plansource", "carriers", "edi", "export"],
    params=delivery_form(),
    **dag_settings(__file__, "carrier_edi_delivery"),
) as dag:
    choose = ChooseCarriersOperator(task_id="choose_carriers", feed=CARRIER_FILES)
    snapshot = TakeSnapshotOperator(task_id="take_snapshot", feed=CARRIER_FILES, pool="plansource")

    @task_group
    def one_carrier(carrier: str) -> None:
        """Build, approve and deliver the files of one carrier; the others go on whatever becomes of them."""
        build = BuildFilesOperator(
            task_id="build_files",
            feed=CARRIER_FILES,
            carrier=carrier,
            pool=POOL,
            trigger_rule=TriggerRule.NONE_FAILED,  # without a snapshot, a file is sent again
            map_index_template=BY_CARRIER,
        )
        approve = ApproveFilesOperator(
            task_id="approve_files",
            feed=CARRIER_FILES,
            carrier=carrier,
            build_task_id=build.task_id,
            subject="May these carrier files be sent?",
            answer_within=timedelta(hours=12),
            execution_timeout=None,
            map_index_template=BY_CARRIER,
        )
        deliver = DeliverFilesOperator(
            task_id="deliver_files",
            feed=CARRIER_FILES,
            carrier=carrier,
            approve_task_id=approve.task_id,
            pool=POOL,
            retries=8,  # with the pauses nearly an hour
            retry_delay=timedelta(minutes=1),
            on_failure_callback=notify_not_delivered,
            map_index_template=BY_CARRIER,
        )
        chain(build, approve, deliver)

    carriers = one_carrier.expand(carrier=choose.output)
    close = CloseDeliveryOperator(
        task_id="close_run", feed=CARRIER_FILES, build_task_id="one_carrier.build_files"
    )
    chain(choose, snapshot, carriers, close)

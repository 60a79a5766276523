"""First task of a run: which carriers it is about; opens the run in the ledger."""

from datetime import UTC, datetime
from typing import Any, Final

from airflow.sdk import Context

from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.runs import IntegrationType
from benefits_sync.operators.carriers.carrier_operator import (
    CarrierOperator,
    form_of_run,
    starter,
)
from benefits_sync.operators.carriers.profiles import carrier_profile, carrier_profiles
from benefits_sync.pipeline.carriers.choosing import carriers_of_form, carriers_to_hear
from benefits_sync.pipeline.carriers.form import DeliveryForm
from benefits_sync.store.ledger import Ledger

_BY_THE_CLOCK: Final = "scheduled"


class ChooseCarriersOperator(CarrierOperator):
    """Check the form for every carrier that it is about; return their names, which may be none."""

    def execute(self, context: Context) -> list[str]:
        """Open the run; a second try goes on with the carriers of the first.

        Raises:
            ParameterError: If the form's values cannot be used, or a carrier does not take what is asked for.
            MappingError: If a profile is wrong.
        """
        values = dict(context["params"])
        asked = DeliveryForm.of(values)
        profiles = {name: carrier_profile(name) for name in carrier_profiles()}
        with self.ledger() as ledger:
            now = datetime.now(UTC)
            file = None if asked.file is None else ledger.carriers.files.get(asked.file)
            scheduled = context["dag_run"].run_type == _BY_THE_CLOCK
            form = carriers_of_form(asked, profiles, file, now, scheduled=scheduled)
            carriers = self._open(ledger, context, form, profiles, now)
        self.log.info("carriers: %s", ", ".join(carriers) or "none is due")
        return carriers

    def _open(
        self,
        ledger: Ledger,
        context: Context,
        form: DeliveryForm,
        profiles: dict[str, CarrierProfile],
        now: datetime,
    ) -> list[str]:
        run = context["dag_run"]
        began = run.start_date or run.run_after
        opened = ledger.runs.begin(
            dag_id=run.dag_id,
            airflow_run_id=run.run_id,
            integration=self.feed.name,
            type=IntegrationType.EXPORT,
            run_name=str(context["params"].get("run_name") or f"{self.feed.title} {began:%Y-%m-%d %H:%M:%S}"),
            user=starter(context),
            delta=False,
            dry_run=form.dry_run,
            mapping_version=_versions(form, profiles),
            started_at=now,
            since=None,
            options=form.model_dump(mode="json"),
        )
        return list(form_of_run(opened).carriers)


class ChooseAnsweringOperator(CarrierOperator):
    """Return the names of the carriers that may have answered, or those that the form names."""

    def execute(self, context: Context) -> list[str]:
        """Look which files wait.

        Raises:
            ParameterError: If the form names a carrier that is not known.
        """
        asked: Any = context["params"].get("carriers") or ()
        with self.ledger() as ledger:
            return carriers_to_hear(ledger.carriers, asked, list(carrier_profiles()), datetime.now(UTC))


def _versions(form: DeliveryForm, profiles: dict[str, CarrierProfile]) -> str:
    return ", ".join(f"{name} {profiles[name].version_label}" for name in form.carriers) or "none"

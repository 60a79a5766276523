"""Families in each scenario of an enrolment's life, by name."""

from dataclasses import replace
from datetime import date

from benefits_sync.x12.codes.coverage import CoverageMaintenance as H
from benefits_sync.x12.codes.coverage import InsuranceLine
from benefits_sync.x12.codes.member import (
    BenefitStatus,
    CobraEvent,
    EmploymentStatus,
    MemberDate,
    Relationship,
)
from benefits_sync.x12.codes.member import MaintenanceReason as R
from benefits_sync.x12.codes.member import MaintenanceType as T
from benefits_sync.x12.model.parties import Address, Name
from benefits_sync.x12.model.person import Demographics, PriorIdentity
from benefits_sync.x12.model.values import Event
from tests.x12.families import coverage, dependent, subscriber

FIRST = date(2026, 3, 1)
LAST = date(2026, 2, 28)
VISION = InsuranceLine.VISION


def employee(maintenance, reason, *coverages, **changes):
    return subscriber(maintenance=maintenance, reason=reason, coverages=coverages, **changes)


def relative(maintenance, reason, *coverages, **changes):
    return dependent(maintenance=maintenance, reason=reason, coverages=coverages, **changes)


def events(**days_of):
    return tuple(Event(MemberDate[kind.upper()], on) for kind, on in days_of.items())


ADDED = coverage(benefit_begin=FIRST)
ENDED = coverage(maintenance=H.TERMINATION, benefit_end=LAST)
CHANGED = coverage(maintenance=H.CHANGE, benefit_begin=FIRST)
KEPT = coverage(maintenance=H.AUDIT, benefit_begin=FIRST)
SPOUSE = Relationship.SPOUSE

SCENARIOS = {
    "new hire": [employee(T.ADDITION, R.INITIAL_ENROLLMENT, ADDED)],
    "add dependent": [employee(T.CHANGE, R.BIRTH, CHANGED), relative(T.ADDITION, R.BIRTH, ADDED)],
    "marriage": [
        employee(T.CHANGE, R.MARRIAGE, CHANGED),
        relative(T.ADDITION, R.MARRIAGE, ADDED, relationship=SPOUSE),
    ],
    "add a product": [employee(T.CHANGE, R.BENEFIT_SELECTION, coverage(VISION, benefit_begin=FIRST))],
    "plan change": [
        employee(
            T.CHANGE,
            R.PLAN_CHANGE,
            coverage(plan="DPPO1", maintenance=H.TERMINATION, benefit_end=LAST),
            coverage(plan="DPPO2", benefit_begin=FIRST),
            dates=events(maintenance_effective=FIRST),
        )
    ],
    "tier change": [employee(T.CHANGE, R.MARRIAGE, CHANGED, dates=events(maintenance_effective=FIRST))],
    "terminate employment": [
        employee(
            T.TERMINATION,
            R.TERMINATION_OF_EMPLOYMENT,
            ENDED,
            employment_status=EmploymentStatus.TERMINATED,
            dates=events(employment_end=LAST, eligibility_end=LAST),
        ),
        relative(T.TERMINATION, R.TERMINATION_OF_EMPLOYMENT, ENDED, dates=events(eligibility_end=LAST)),
    ],
    "retire": [
        employee(
            T.CHANGE,
            R.RETIREMENT,
            CHANGED,
            employment_status=EmploymentStatus.RETIRED,
            dates=events(retirement=LAST),
        )
    ],
    "death": [employee(T.TERMINATION, R.DEATH, ENDED, death_date=LAST, dates=events(eligibility_end=LAST))],
    "divorce": [
        relative(T.TERMINATION, R.DIVORCE, ENDED, relationship=SPOUSE, dates=events(eligibility_end=LAST))
    ],
    "dependent ages out": [
        relative(T.TERMINATION, R.TERMINATION_OF_BENEFITS, ENDED, dates=events(eligibility_end=LAST))
    ],
    "waive one product": [employee(T.CHANGE, R.DECLINED_COVERAGE, ENDED)],
    "leave of absence": [
        employee(
            T.CHANGE,
            R.LEAVE_WITH_BENEFITS,
            employment_status=EmploymentStatus.LEAVE_OF_ABSENCE,
            dates=events(last_day_worked=LAST),
        )
    ],
    "reinstate person": [
        employee(T.REINSTATEMENT, R.RE_ENROLLMENT, dates=events(maintenance_effective=FIRST))
    ],
    "reinstate coverage": [
        employee(T.REINSTATEMENT, R.ACTIVE, coverage(maintenance=H.REINSTATEMENT, benefit_begin=FIRST))
    ],
    "COBRA start": [
        employee(
            T.ADDITION,
            R.COBRA,
            ADDED,
            benefit_status=BenefitStatus.COBRA,
            cobra_event=CobraEvent.TERMINATION,
            dates=events(cobra_event=LAST, cobra_begin=FIRST, cobra_end=date(2027, 8, 31)),
        )
    ],
    "name correction": [
        employee(
            T.CHANGE,
            R.IDENTIFYING_DATA_CHANGE,
            prior_identity=PriorIdentity(Name("MULLER", "ANA"), demographics=Demographics(date(1980, 5, 7))),
        )
    ],
    "address change": [
        employee(
            T.CHANGE, R.LOCATION_CHANGE, address=Address(("12 MAIN ST", "APT 4"), "DENVER", "CO", "80202")
        )
    ],
    "verify": [employee(T.AUDIT, R.NOTIFICATION_ONLY, KEPT), relative(T.AUDIT, R.NOTIFICATION_ONLY, KEPT)],
}


def family_of(scenario, subscriber_id):
    """The people of one scenario under this subscriber id."""
    return [replace(person, subscriber_id=subscriber_id) for person in SCENARIOS[scenario]]

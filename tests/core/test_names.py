"""Names, labels, ports and percentages: upstream's tables."""

import pytest
from upstream_tables import cases, table

from cluster.core import names
from cluster.core.validation import meta

RULES = {
    "dns1123-label": names.is_dns1123_label,
    "dns1123-subdomain": names.is_dns1123_subdomain,
    "dns1035-label": names.is_dns1035_label,
    "dns1123-subdomain-underscore": names.is_dns1123_subdomain_with_underscore,
    "port-number": names.is_valid_port_num,
    "port-name": names.is_valid_port_name,
    "group-id": names.is_valid_group_id,
    "user-id": names.is_valid_user_id,
    "qualified-name": names.is_qualified_name,
    "label-value": names.is_valid_label_value,
    "percent": names.is_valid_percent,
    "configmap-key": names.is_config_map_key,
    "env-var-name-relaxed": names.is_relaxed_env_var_name,
}


@pytest.mark.parametrize("case", cases("names_labels_validation_test", operations=tuple(RULES), key="rule"))
def test_it_says_what_upstream_says(case):
    given = case["given"]
    assert RULES[given["rule"]](given["value"]) == case["expect"]["messages"]


def told(errors):
    return [{"type": error.type, "field": error.field, "message": str(error)} for error in errors]


@pytest.mark.parametrize("case", cases("names_labels_validation_test", operations=("labels",), key="rule"))
def test_it_judges_labels(case):
    assert told(meta.validate_labels("field", case["given"]["value"])) == case["expect"]["errors"]


@pytest.mark.parametrize("case", cases("names_labels_validation_test", operations=("label-selector",), key="rule"))
def test_it_judges_label_selectors(case):
    assert told(meta.validate_label_selector("labelSelector", case["given"]["value"])) == case["expect"]["errors"]


def test_it_tries_every_rule_of_the_table():
    rules = {case["given"]["rule"] for case in table("names_labels_validation_test")["cases"]}
    assert rules == {*RULES, "labels", "label-selector"}


def test_it_lets_a_generate_name_end_with_a_dash():
    assert names.of_prefix(names.is_dns1123_label, "web-") == []
    assert names.of_prefix(names.is_dns1123_label, "Web-") != []

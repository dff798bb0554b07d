"""Which builtins a policy may call.

Allowed is what is deterministic, does no input or output, and ends in a time that its
arguments bound. Everything else of this OPA stands in `REFUSED_BUILTINS` with its reason: a
builtin of a later OPA is in neither list, is refused, and fails a test until it is decided.
"""

from __future__ import annotations

from typing import Final

_NETWORK = "it opens connections"
_CLOCK = "it reads the clock; the time of a decision is part of the input"
_RANDOM = "its value differs from run to run"
_ENVIRONMENT = "it shows the environment of the process"
_FETCHES = "it fetches `$ref`s, even `file:`, and its errors come in another order each time"
_UNBOUNDED = "its time or result is not bounded by the size of its arguments"
_KEYS = "it handles private keys, which policies never see"
_TRUST = "it verifies against the clock or the roots of the system"
_VERSIONS = "its results differ between versions of OPA"
_DEPRECATED = "OPA has deprecated it"
_TOOLS = "it is for OPA's own tools"

REFUSED_BUILTINS: Final[dict[str, str]] = {
    "http.send": _NETWORK,
    "net.lookup_ip_addr": _NETWORK,
    "opa.runtime": _ENVIRONMENT,
    "time.now_ns": _CLOCK,
    "rand.intn": _RANDOM,
    "uuid.rfc4122": _RANDOM,
    "json.match_schema": _FETCHES,
    "json.verify_schema": _FETCHES,
    "crypto.x509.parse_and_verify_certificates": _TRUST,
    "crypto.x509.parse_and_verify_certificates_with_options": _TRUST,
    "io.jwt.decode_verify": _TRUST,
    "crypto.parse_private_keys": _KEYS,
    "crypto.x509.parse_keypair": _KEYS,
    "crypto.x509.parse_rsa_private_key": _KEYS,
    "io.jwt.encode_sign": _KEYS,
    "io.jwt.encode_sign_raw": _KEYS,
    "providers.aws.sign_req": _KEYS,
    "bits.lsh": _UNBOUNDED,
    "graph.reachable_paths": _UNBOUNDED,
    "graphql.is_valid": _UNBOUNDED,
    "graphql.parse": _UNBOUNDED,
    "graphql.parse_and_verify": _UNBOUNDED,
    "graphql.parse_query": _UNBOUNDED,
    "graphql.parse_schema": _UNBOUNDED,
    "graphql.schema_is_valid": _UNBOUNDED,
    "net.cidr_expand": _UNBOUNDED,
    "regex.globs_match": _UNBOUNDED,
    "strings.render_template": _UNBOUNDED,
    "yaml.is_valid": _VERSIONS,
    "yaml.marshal": _VERSIONS,
    "yaml.unmarshal": _VERSIONS,
    "all": _DEPRECATED,
    "any": _DEPRECATED,
    "cast_array": _DEPRECATED,
    "cast_boolean": _DEPRECATED,
    "cast_null": _DEPRECATED,
    "cast_object": _DEPRECATED,
    "cast_set": _DEPRECATED,
    "cast_string": _DEPRECATED,
    "net.cidr_overlap": _DEPRECATED,
    "re_match": _DEPRECATED,
    "set_diff": _DEPRECATED,
    "internal.test_case": _TOOLS,
    "rego.parse_module": _TOOLS,
    "trace": _TOOLS,
}

TEST_BUILTINS: Final[frozenset[str]] = frozenset({"internal.test_case"})
"""What OPA's test runner adds to test rules by itself."""

_OPERATORS = """
    and assign div eq equal gt gte lt lte minus mul neq or plus rem
    internal.member_2 internal.member_3 internal.print internal.template_string print
"""
_TYPES = """
    is_array is_boolean is_null is_number is_object is_set is_string to_number type_name
"""
_NUMBERS = """
    abs bits.and bits.negate bits.or bits.rsh bits.xor ceil floor format_int numbers.range
    numbers.range_step round units.parse units.parse_bytes
"""
_COLLECTIONS = """
    array.concat array.flatten array.reverse array.slice count graph.reachable intersection max
    min object.filter object.get object.keys object.remove object.subset object.union
    object.union_n product sort sum union walk
"""
_STRINGS = """
    concat contains endswith glob.match glob.quote_meta indexof indexof_n lower regex.find_n
    regex.find_all_string_submatch_n regex.is_valid regex.match regex.replace regex.split
    regex.template_match replace split sprintf startswith strings.any_prefix_match
    strings.any_suffix_match strings.count strings.replace_n strings.reverse strings.split_n
    substring trim trim_left trim_prefix trim_right trim_space trim_suffix upper
"""
_ENCODINGS = """
    base64.decode base64.encode base64.is_valid base64url.decode base64url.encode
    base64url.encode_no_pad hex.decode hex.encode json.filter json.is_valid json.marshal
    json.marshal_with_options json.patch json.remove json.unmarshal uri.is_valid uri.parse
    urlquery.decode urlquery.decode_object urlquery.encode urlquery.encode_object
"""
_CRYPTOGRAPHY = """
    crypto.hmac.equal crypto.hmac.md5 crypto.hmac.sha1 crypto.hmac.sha256 crypto.hmac.sha512
    crypto.md5 crypto.sha1 crypto.sha256 crypto.x509.parse_certificate_request
    crypto.x509.parse_certificates io.jwt.decode io.jwt.verify_eddsa io.jwt.verify_es256
    io.jwt.verify_es384 io.jwt.verify_es512 io.jwt.verify_hs256 io.jwt.verify_hs384
    io.jwt.verify_hs512 io.jwt.verify_ps256 io.jwt.verify_ps384 io.jwt.verify_ps512
    io.jwt.verify_rs256 io.jwt.verify_rs384 io.jwt.verify_rs512
"""
_VALUES_OF_OTHER_KINDS = """
    net.cidr_contains net.cidr_contains_matches net.cidr_intersects net.cidr_is_valid
    net.cidr_merge rego.metadata.chain rego.metadata.rule semver.compare semver.is_valid
    time.add_date time.clock time.date time.diff time.format time.parse_duration_ns
    time.parse_ns time.parse_rfc3339_ns time.weekday uuid.parse
"""

_FAMILIES: Final = (
    _OPERATORS,
    _TYPES,
    _NUMBERS,
    _COLLECTIONS,
    _STRINGS,
    _ENCODINGS,
    _CRYPTOGRAPHY,
    _VALUES_OF_OTHER_KINDS,
)

DEFAULT_BUILTINS: Final[frozenset[str]] = frozenset(name for family in _FAMILIES for name in family.split())
"""The allow-list of a gate. Functions of `time` accept no zone but UTC under an allow-list:
other zones would come from the files of the system. `print` is erased when compiling."""

# How old something is, in nanoseconds, as of the moment that is judged; a policy names its limits in days.
package lib.ages

day := ((24 * 60) * 60) * 1000000000

now := time.parse_rfc3339_ns(input.context.evaluated_at)

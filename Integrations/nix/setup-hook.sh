# shellcheck shell=bash disable=SC2154 # variables of the derivation
# symdemoteHook: demotes in all outputs of a derivation, in the hooks before fixupPhase. What strips, splits
# off debug information or shrinks RUNPATHs is a hook of fixupPhase itself, and so comes later.
#
# symdemotePolicy, symdemoteFlags (and symdemoteFlagsArray) say what; dontSymdemote turns it off.

symdemotePhase() {
  [[ -z ${dontSymdemote-} ]] || return 0

  local -a options=() words=() outputs_=()
  local output
  [[ -z ${symdemotePolicy-} ]] || options+=("--policy=$symdemotePolicy")
  if [[ "$(declare -p symdemoteFlags 2>/dev/null)" == "declare -a"* ]]; then
    # With __structuredAttrs a list is one.
    options+=("${symdemoteFlags[@]}")
  else
    read -r -d '' -a words <<<"${symdemoteFlags-}" || true
    options+=("${words[@]}")
  fi
  [[ -z ${symdemoteFlagsArray+set} ]] || options+=("${symdemoteFlagsArray[@]}")
  if [[ ${#options[@]} -eq 0 ]]; then
    echo "symdemoteHook: set symdemotePolicy or symdemoteFlags, or dontSymdemote" >&2
    exit 2
  fi

  for output in $(getAllOutputNames); do
    [[ ! -e ${!output} ]] || outputs_+=("${!output}")
  done
  # One run for all outputs: a file may have names in several, and libraries in one be used by another.
  symdemote apply "${options[@]}" --recursive "${outputs_[@]}" || exit $?
}

preFixupHooks+=(symdemotePhase)

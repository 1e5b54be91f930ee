# The part of nixpkgs' generic builder that hooks see, in its order: phases, and around the last of them
# preFixup, one fixupOutput for each output (where it strips), postFixup.
if [ -e .attrs.sh ]; then
  . ./.attrs.sh
  for output in "${!outputs[@]}"; do declare -x "$output=${outputs[$output]}"; done
  getAllOutputNames() { echo "${!outputs[@]}"; }
else
  getAllOutputNames() { echo "$outputs"; }
fi
export PATH=/usr/bin:/bin
preFixupHooks=()
fixupOutputHooks=()

take() {
  local input=$1 more
  [ ! -d "$input/bin" ] || PATH=$input/bin:$PATH
  [ ! -e "$input/nix-support/setup-hook" ] || . "$input/nix-support/setup-hook"
  [ -e "$input/nix-support/propagated-build-inputs" ] || return 0
  for more in $(<"$input/nix-support/propagated-build-inputs"); do take "$more"; done
}

runHook() {
  local -n hooks=$1Hooks
  local hook
  for hook in "${hooks[@]}"; do "$hook"; done
  eval "${!1-}"
}

stripOutput() { find "$prefix" -type f -perm -u+x -exec strip {} +; }
fixupOutputHooks+=(stripOutput)
preInstallHooks=()
postInstallHooks=()

for input in ${nativeBuildInputs[@]}; do take "$input"; done
if [ -z "${dontUnpack-}" ]; then
  cp -r "$src" source
  chmod -R u+w source
  cd source
fi
eval "${buildPhase-}"
eval "$installPhase"
runHook preFixup
for output in $(getAllOutputNames); do
  prefix=${!output}
  runHook fixupOutput
done

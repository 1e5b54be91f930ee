# The hook, for the nativeBuildInputs of whoever wants it; it brings the tool.
{ makeSetupHook, symdemote }:
makeSetupHook {
  name = "symdemote-hook";
  propagatedBuildInputs = [ symdemote ];
} ./setup-hook.sh

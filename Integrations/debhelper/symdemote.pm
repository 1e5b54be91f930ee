# The dh sequence addon `symdemote`: runs dh_symdemote once the files of the packages are final, before
# anything looks at what they export (dh_makeshlibs) or splits off what debuggers read (dh_dwz, dh_strip).

use strict;
use warnings;
use Debian::Debhelper::Dh_Lib qw(compat);

# Up to compatibility level 11, dh_dwz is not in the sequence.
insert_before(compat(11) ? 'dh_strip' : 'dh_dwz', 'dh_symdemote');

1;

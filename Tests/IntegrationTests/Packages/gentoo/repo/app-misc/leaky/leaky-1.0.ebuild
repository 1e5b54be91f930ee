# Distributed under the terms of the GNU General Public License v2

EAPI=8

DESCRIPTION="Program and library that leak"
HOMEPAGE="https://example.org/"
S="${WORKDIR}/leaky"

LICENSE="MIT"
SLOT="0"
KEYWORDS="amd64"

src_unpack() {
	cp -r "${FILESDIR}/leaky" "${WORKDIR}" || die
}

src_install() {
	emake install DESTDIR="${D}" PREFIX="${EPREFIX}/usr" LIBDIR="${EPREFIX}/usr/lib64"
	SYMDEMOTE_OPTIONS=( --policy="${FILESDIR}"/leaky.symdemote )
}

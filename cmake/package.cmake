# What is installed beside the program, and the Debian package (CPack; scripts/package builds it).
# Dependencies on libraries are those that dpkg-shlibdeps finds, and those that the program opens by itself
# (src/base/library.h); packaging/ holds the rest.
file(GLOB pages CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/docs/man/*.[1-8])
foreach(page IN LISTS pages)
    string(REGEX REPLACE ".*\\.([1-8])$" "\\1" section ${page})
    install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()
install(FILES packaging/completion/aimtrack DESTINATION share/bash-completion/completions)

# Only the package: what belongs to a whole machine.
option(AIMTRACK_PACKAGE "Install units, settings and documents of a Debian package" OFF)
if(NOT AIMTRACK_PACKAGE)
    return()
endif()
file(GLOB units CONFIGURE_DEPENDS packaging/systemd/*.service packaging/systemd/*.timer)
install(FILES ${units} DESTINATION lib/systemd/system)
install(FILES packaging/aimtrack.sysusers DESTINATION lib/sysusers.d RENAME aimtrack.conf)
install(FILES packaging/aimtrack.tmpfiles DESTINATION lib/tmpfiles.d RENAME aimtrack.conf)
install(FILES packaging/aimtrack.rules DESTINATION share/polkit-1/rules.d RENAME 50-aimtrack.rules)
install(FILES packaging/debian/overrides DESTINATION share/lintian/overrides RENAME aimtrack)
install(FILES packaging/debian/copyright DESTINATION share/doc/aimtrack)
install(FILES CHANGELOG.md DESTINATION share/doc/aimtrack RENAME changelog)
install(FILES docs/operations.md docs/kiosk.md docs/statistics.md DESTINATION share/doc/aimtrack)
install(DIRECTORY docs/manual DESTINATION share/doc/aimtrack)
install(FILES docs/aimtrack.conf.example DESTINATION share/doc/aimtrack/examples RENAME aimtrack.conf)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME aimtrack)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "The AimTrack authors <aimtrack@packages.debian.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "shooting log for clubs, on a terminal")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"AimTrack keeps a shooting club's records on one machine: lanes and scores
typed at the range, members, weapons, ammunition and the registers, what the
shots say in numbers and words, and reports as PDF, CSV and JSON on a stick.
.
It is one program: a kiosk in the terminal, and commands for everything that
the kiosk can do. A shot that is shown as stored is on disk. The package
brings the units for a kiosk on a screen of its own, for daily backups and
for a monthly test that they can be restored.")
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
# Libraries have other names in the next Debian: each has its own package, and the later Debian's is the newer one.
cmake_host_system_information(RESULT debian QUERY DISTRIB_VERSION_ID)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1+deb${debian})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "fonts-dejavu-core, libcurl4 | libcurl4t64, libmicrohttpd12 | libmicrohttpd12t64, libmount1, libsystemd0, tzdata, systemd | systemd-standalone-sysusers, systemd | systemd-standalone-tmpfiles")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates, ncurses-term, polkitd, systemd, udisks2")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "bash-completion")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
foreach(script postinst prerm postrm)
    list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/packaging/debian/${script})
endforeach()
set(CPACK_SET_DESTDIR ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/cmake/stage.cmake)
set(CPACK_AIMTRACK_SOURCE ${CMAKE_SOURCE_DIR})
include(CPack)

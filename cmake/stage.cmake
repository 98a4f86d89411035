# Run by CPack when the files are in place and before they are packed.
execute_process(COMMAND ${CPACK_AIMTRACK_SOURCE}/packaging/stage
                        ${CPACK_TEMPORARY_DIRECTORY} ${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}
                COMMAND_ERROR_IS_FATAL ANY)

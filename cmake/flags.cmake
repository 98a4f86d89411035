# Warnings are errors where the project is tested (scripts/test), not where a person builds it: a newer
# compiler warns of more. What Debian's hardening asks for is on in every build.
option(AIMTRACK_WERROR "Warnings are errors" OFF)
add_library(aimtrack_flags INTERFACE)
target_compile_options(aimtrack_flags INTERFACE
    -Wall -Wextra -Wpedantic $<$<BOOL:${AIMTRACK_WERROR}>:-Werror> -Wshadow -Wstrict-prototypes -Wmissing-prototypes
    -Wold-style-definition -Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wformat=2
    -Wundef -Wconversion -Wno-sign-conversion -Wimplicit-fallthrough -Wdouble-promotion
    $<$<C_COMPILER_ID:GNU>:-Wno-format-truncation> # fixed rooms cut on purpose
    $<$<C_COMPILER_ID:GNU>:-Wno-restrict>          # gcc 12 is wrong about two members of one struct
    -fstack-protector-strong -fstack-clash-protection -fcf-protection -fno-common
    "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")
target_compile_options(aimtrack_flags INTERFACE -fPIE)
target_link_options(aimtrack_flags INTERFACE -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack
                    -Wl,--as-needed)
if(AIMTRACK_SANITIZE)
    target_compile_options(aimtrack_flags INTERFACE -fsanitize=${AIMTRACK_SANITIZE}
                           -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(aimtrack_flags INTERFACE -fsanitize=${AIMTRACK_SANITIZE})
else()
    target_compile_options(aimtrack_flags INTERFACE
        $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>)
endif()

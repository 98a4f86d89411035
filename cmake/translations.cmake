# po/LANG.po -> build/share/locale/LANG/LC_MESSAGES/aimtrack.mo, found beside the binary
# (BINARY_DIR/share/locale) or, installed, under the prefix's share/locale.
function(add_translations target)
    file(GLOB catalogues CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/po/*.po)
    foreach(po IN LISTS catalogues)
        get_filename_component(lang ${po} NAME_WE)
        set(mo ${CMAKE_BINARY_DIR}/share/locale/${lang}/LC_MESSAGES/aimtrack.mo)
        add_custom_command(OUTPUT ${mo}
            COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/share/locale/${lang}/LC_MESSAGES
            COMMAND ${GETTEXT_MSGFMT_EXECUTABLE} --check -o ${mo} ${po}
            DEPENDS ${po} VERBATIM)
        list(APPEND outputs ${mo})
        install(FILES ${mo} DESTINATION share/locale/${lang}/LC_MESSAGES)
    endforeach()
    add_custom_target(translations ALL DEPENDS ${outputs})
    add_dependencies(${target} translations)
endfunction()

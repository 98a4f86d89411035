# po/LANG.po -> LANG.mo, to travel inside the program (cmake/embed.cmake; src/base/i18n.c has the languages).
function(make_translations out)
    file(GLOB catalogues CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/po/*.po)
    foreach(po IN LISTS catalogues)
        get_filename_component(lang ${po} NAME_WE)
        set(mo ${CMAKE_BINARY_DIR}/${lang}.mo)
        add_custom_command(OUTPUT ${mo} COMMAND ${GETTEXT_MSGFMT_EXECUTABLE} --check --no-hash -o ${mo} ${po}
            DEPENDS ${po} VERBATIM)
        list(APPEND outputs ${mo})
    endforeach()
    set(${out} ${outputs} PARENT_SCOPE)
endfunction()

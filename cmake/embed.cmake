# The files under data/ travel inside the program: migrations, faces, programmes, themes and the
# demonstration club's words; and those that are made at build time (named as arguments). cmake/embed_file.cmake turns them into one C file at build time.
function(embed_data out)
    file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/data/*.csv
         ${CMAKE_SOURCE_DIR}/data/demo/*.csv ${CMAKE_SOURCE_DIR}/data/migrations/sqlite/*.sql)
    list(SORT files)
    list(APPEND files ${ARGN})
    set(target ${CMAKE_BINARY_DIR}/embedded_data.c)
    string(REPLACE ";" "|" joined "${files}")
    add_custom_command(OUTPUT ${target}
        COMMAND ${CMAKE_COMMAND} -DFILES=${joined} -DROOT=${CMAKE_SOURCE_DIR}/data -DOUT=${target}
                -P ${CMAKE_SOURCE_DIR}/cmake/embed_file.cmake
        DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed_file.cmake
        VERBATIM COMMENT "Embedding data/")
    set(${out} ${target} PARENT_SCOPE)
endfunction()

# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Option tables: FILE.td -> FILE.inc, through llvm-tblgen.
find_program(CKPT_TBLGEN NAMES llvm-tblgen llvm-tblgen-14
  HINTS ${LLVM_TOOLS_BINARY_DIR})
ckpt_require(CKPT_TBLGEN llvm-14-dev)

# add_option_table(TARGET FILE.td): TARGET sees FILE.inc on its include path.
function(add_option_table target td)
  get_filename_component(name ${td} NAME_WE)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${name}.inc)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CKPT_TBLGEN} -gen-opt-parser-defs -I ${LLVM_INCLUDE_DIRS}
      ${CMAKE_CURRENT_SOURCE_DIR}/${td} -o ${out}
    DEPENDS ${td} VERBATIM)
  target_sources(${target} PRIVATE ${out})
  target_include_directories(${target} PUBLIC ${CMAKE_CURRENT_BINARY_DIR})
endfunction()

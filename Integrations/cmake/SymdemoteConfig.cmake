# find_package(Symdemote): the tool as Symdemote::symdemote, symdemote_target() and
# symdemote_add_check_test(). README.md beside this file's source tells how to use them.
#
# The edit is a part of the link: a POST_BUILD step, which CMake runs whenever it has linked, and at no
# other time. What a selection reads is therefore a dependency of the link (LINK_DEPENDS).

if(CMAKE_VERSION VERSION_LESS 3.17)
  set(Symdemote_FOUND FALSE)
  set(Symdemote_NOT_FOUND_MESSAGE "Symdemote needs CMake 3.17.")
  return()
endif()
cmake_policy(VERSION 3.17)

option(Symdemote_ENABLED "Demote the symbols that symdemote_target() selects" ON)

# The tool runs on the machine that builds, whatever it builds for.
find_program(Symdemote_EXECUTABLE symdemote
  HINTS "${CMAKE_CURRENT_LIST_DIR}/../../../bin"
  NO_CMAKE_FIND_ROOT_PATH
  DOC "The symdemote that edits what is linked")

if(NOT Symdemote_EXECUTABLE)
  set(Symdemote_FOUND FALSE)
  set(Symdemote_NOT_FOUND_MESSAGE
    "There is no symdemote in PATH or beside ${CMAKE_CURRENT_LIST_DIR}; set Symdemote_EXECUTABLE.")
  return()
endif()

if(NOT TARGET Symdemote::symdemote)
  add_executable(Symdemote::symdemote IMPORTED)
  set_property(TARGET Symdemote::symdemote PROPERTY IMPORTED_LOCATION "${Symdemote_EXECUTABLE}")
endif()

# What a call says of symbols, as options of symdemote; relative paths begin in the current source
# folder, as everywhere in CMake.
#
# Sets in the caller: _selection (options of every command), _apply_options, _inputs (files that they
# read), _makers (targets that make some of these), _NAME.
function(_symdemote_parse caller)
  set(flags FORCE STRICT COLLIDING ALL)
  set(names KEEP DEMOTE KEEP_REGEX DEMOTE_REGEX KEEP_CXX DEMOTE_CXX PRESET)
  set(libraries KEEP_FROM DEMOTE_FROM WITH)
  cmake_parse_arguments(PARSE_ARGV 1 "" "${flags}" "NAME"
    "${names};${libraries};POLICY;KEEP_LIST;OPTIONS;APPLY_OPTIONS;DEPENDS")
  if(DEFINED _UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${caller}: what does ${_UNPARSED_ARGUMENTS} mean?")
  endif()
  if(DEFINED _KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "${caller}: nothing follows ${_KEYWORDS_MISSING_VALUES}.")
  endif()

  set(selection)
  set(inputs)
  set(makers)
  foreach(keyword IN LISTS flags)
    if(_${keyword})
      string(TOLOWER "${keyword}" option)
      list(APPEND selection "--${option}")
    endif()
  endforeach()
  foreach(file IN LISTS _POLICY)
    get_filename_component(file "${file}" ABSOLUTE)
    list(APPEND selection "--policy=${file}")
    list(APPEND inputs "${file}")
  endforeach()
  foreach(list IN LISTS _KEEP_LIST)
    string(REGEX MATCH "^[a-z-]+:" format "${list}")
    string(REGEX REPLACE "^[a-z-]+:" "" file "${list}")
    get_filename_component(file "${file}" ABSOLUTE)
    list(APPEND selection "--keep-list=${format}${file}")
    list(APPEND inputs "${file}")
  endforeach()
  foreach(keyword IN LISTS names libraries)
    string(TOLOWER "${keyword}" option)
    string(REPLACE "_" "-" option "${option}")
    foreach(value IN LISTS _${keyword})
      if(keyword IN_LIST libraries)
        # A target, a file, or else what symdemote itself knows: a soname, a pkg-config package.
        get_filename_component(file "${value}" ABSOLUTE)
        if(TARGET "${value}")
          list(APPEND makers "${value}")
          set(value "$<TARGET_FILE:${value}>")
          list(APPEND inputs "${value}")
        elseif(EXISTS "${file}")
          set(value "${file}")
          if(NOT IS_DIRECTORY "${file}")
            list(APPEND inputs "${file}")
          endif()
        endif()
      endif()
      list(APPEND selection "--${option}=${value}")
    endforeach()
  endforeach()
  foreach(file IN LISTS _DEPENDS)
    get_filename_component(file "${file}" ABSOLUTE)
    list(APPEND inputs "${file}")
  endforeach()

  set(_selection ${selection} ${_OPTIONS} PARENT_SCOPE)
  set(_apply_options "${_APPLY_OPTIONS}" PARENT_SCOPE)
  set(_inputs "${inputs}" PARENT_SCOPE)
  set(_makers "${makers}" PARENT_SCOPE)
  set(_NAME "${_NAME}" PARENT_SCOPE)
endfunction()

# Ends the run unless `target` has a dynamic symbol table of its own.
function(_symdemote_require_linked caller target)
  if(NOT TARGET "${target}")
    message(FATAL_ERROR "${caller}: there is no target ${target}.")
  endif()
  get_target_property(type "${target}" TYPE)
  if(NOT type MATCHES "^(EXECUTABLE|SHARED_LIBRARY|MODULE_LIBRARY)$")
    message(FATAL_ERROR "${caller}: ${target} is no program, shared library or module (${type}).")
  endif()
endfunction()

# symdemote_target(<target> selection… [OPTIONS option…] [APPLY_OPTIONS option…] [DEPENDS file…])
#
# Demotes, whenever <target> is linked, what the selection says. A refusal fails the build.
function(symdemote_target target)
  _symdemote_require_linked(symdemote_target "${target}")
  _symdemote_parse(symdemote_target ${ARGN})
  set_property(TARGET "${target}" PROPERTY SYMDEMOTE_SELECTION "${_selection}")
  if(NOT Symdemote_ENABLED)
    return()
  endif()
  set_property(TARGET "${target}" APPEND PROPERTY LINK_DEPENDS ${_inputs})
  if(_makers)
    add_dependencies("${target}" ${_makers})
  endif()
  add_custom_command(TARGET "${target}" POST_BUILD
    COMMAND Symdemote::symdemote apply ${_selection} ${_apply_options} "$<TARGET_FILE:${target}>"
    VERBATIM)
endfunction()

# symdemote_add_check_test(<target> [NAME test] [selection… [OPTIONS option…]])
#
# A test that fails if <target> exports what the selection does not allow, or lacks what it names to be
# kept. Without a selection it is the one that symdemote_target() was given.
function(symdemote_add_check_test target)
  _symdemote_require_linked(symdemote_add_check_test "${target}")
  _symdemote_parse(symdemote_add_check_test ${ARGN})
  if(NOT _NAME)
    set(_NAME "symdemote.${target}")
  endif()
  # Without the demotion, its selection does not hold.
  set(disabled FALSE)
  if(NOT _selection)
    get_target_property(_selection "${target}" SYMDEMOTE_SELECTION)
    if(NOT _selection)
      message(FATAL_ERROR "symdemote_add_check_test: ${target} has no selection to be held against.")
    endif()
    if(NOT Symdemote_ENABLED)
      set(disabled TRUE)
    endif()
  endif()
  add_test(NAME "${_NAME}"
    COMMAND Symdemote::symdemote check ${_selection} "$<TARGET_FILE:${target}>")
  set_tests_properties("${_NAME}" PROPERTIES DISABLED "${disabled}")
endfunction()

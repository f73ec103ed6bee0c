# shellcheck shell=bash
# Completion of tmpfsroot-wizard for bash: the program says what fits, the shell adds names of files.
_tmpfsroot_wizard() {
  local files='' value description
  COMPREPLY=()
  {
    IFS= read -r files
    while IFS=$'\t' read -r value description; do
      COMPREPLY+=("$(printf '%q' "$value")")
    done
  } < <("$1" completion --words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  case $files in
    files | folders) compopt -o filenames ;;
    *) [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace ;;
  esac
  case $files in
    files) mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$2") ;;
    folders) mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$2") ;;
  esac
}
complete -F _tmpfsroot_wizard tmpfsroot-wizard

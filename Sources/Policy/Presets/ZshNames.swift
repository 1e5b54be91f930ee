// What zsh offers to its modules: names without a common prefix.
//
// What the modules of zsh 5.9 import from the shell, with prefixes where the shell's own names
// share one that none of the libraries has which are often vendored.

extension PresetTable {
  static let zshNames = words(
    """
    SHTTY addedx addhashnode addhistnum addhookdefs addhookfunc addlockfd addmodulefd
    addprepromptfn addtimedfn addwrapper aliastab allocate_colour_buffer appstr arrdup
    arrlen arrlen_* arrsetfn arrvargetfn arrvarsetfn assignaparam assigniparam assignsparam
    attachtty bangchar bin_* breaks bufferwords bufstack builtintab callhookfunc chline
    chuck clearjobtab closem cmdnamtab colonarr_gsu colonsplit compctlreadptr cond_* condtab
    contflag convbase coprocin coprocout countlinknodes countprompt createaliasnode
    createparam createspecialhash ctxtlex curhist curjob current_limits deletehashtable
    deletehookdefs deletehookfunc deleteparamtable deletewrapper delprepromptfn deltimedfn
    dirstack dosetopt doshfunc dquotedztrdup dummy_eprog dupeprog dupstring dupstrpfx dyncat
    emptyhashtable emulation endparamscope errflag excs execode execstring exit_pending
    exlast expanding fallback_compctlread fdtable featuresarray fetchvalue fignore file_type
    filesub filesubstr findcmd free_colour_buffer freearray freeeprog freeheap freelinklist
    freematchlist freepatprog freestr funcstack get_username getaparam getarrvalue
    gethashnode gethashnode2 gethistent gethparam getintvalue getiparam getjob getkeystring
    getlinknode getmatchlist getpermtext getshfunc getshfuncfile getsignum getsparam
    getsparam_u getstrvalue gettempfile gettyinfo getvalue glob_pre glob_suf globlist
    handlefeatures hasam hasbraces hashcmd hasher hashgetfn hashsetfn haswilds hbegin
    hcalloc hend hgetc hgetline hist_* hlinklist2array hmkarray holdintr home hptr hrealloc
    inbufct incmdpos incompfunc incond ineval init_dirsav init_io init_shout init_term inpop
    inpush inredir insertlinklist insertlinknode install_handler intr intvargetfn
    intvarsetfn intypeset inwhat is_anonymous_function_name isfirstln isident itype_end
    jobtab lastpid lastval lchdir lex_* lexflags lexstop limits linknodebydatum
    linknodebystring load_module locallevel makebangspecial makecommaspecial match_colour
    match_highlight matheval mathevali max_zsh_fd maxjob mb_* metafy mkarray mode_to_octal
    module_* modulestab movefd movehistent mypgrp mypid nameddirtab new_heaps newhashtable
    newlinklist newparamtable nicechar nicedup nicedupstring noaliases noerrs noholdintr
    noquery nullintsetfn nullsetinteger_gsu nullsetscalar_gsu nullstrsetfn old_heaps
    optiontab optlookup opts output_highlight paramtab parbegin parend parse_* parsestr
    patcompile path pathchecked pattern_range_to_string pattry pattryrefs popheap postedit
    pparams ppid prefork prevjob printif printparamnode printqt procsubstpid promptexpand
    pushheap putraw putshout pwd queue_* queueing_enabled quietgethist quotedzputs
    quotestring range_type read_loop realparamtab redup remlpaths remnode remnulargs
    removehashnode require_module resetneeded restoredir reswdtab retflag rprompt_indent
    runhookdef runshfunc scancountparams scanhashtable scriptname selectjobtab sepjoin
    set_colour_attribute setaparam setarrvalue setblock_fd setfeatureenables sethparam
    setiparam setiparam_no_convert setlimits setsparam setstrvalue settrap settyinfo
    sfcontext shfunc_set_sticky shfunctab shingetline shout shttyinfo sig_msg siglists
    signal_* sigtrapped singsub skipparens source spacesplit spckword startparamscope
    stdhash_gsu stdunsetfn stopmsg strgetfn strinbeg strinend strmetasort strpfx strsfx
    strucpy strvargetfn strvarsetfn sufaliastab switch_heaps tccap_get_name tccolours tclen
    tcstr term termflags timedfns timespec_diff_us tok tokenize tokfd tokstr tokstrings
    trap_* tricat try_* tsetcap ttyfrozen ttystrname txtattrmask typtab ugetnode unmeta
    unmeta_one unmetafy unsetparam unsetparam_pm untokenize up_histent uremnode
    use_exit_printed vararray_gsu wb wcs_* wcsiblank wcsitype we winchanged wordbeg
    write_loop xpandbraces xsymlink zalloc zarrdup zbeep zchdir zclose zcloselockfd
    zcontext_* zdeleteterm zero_mnumber zerr zerrnam zexit zfree zgetcwd zgetdir zgetenv
    zgettime zgettime_monotonic_if_available zhalloc zhandler zhtricat zinsertlinknode zjoin
    zle_* zleactive zleentry zlemetacs zlemetall zlinklist2array znewlinklist zpc_* zputs
    zreaddir zrealloc zsetlimit zsetupterm zsfree zsh_* zshcalloc zshlex_* zsleep zstrcmp
    zstrtol zterm_columns zterm_lines ztokens ztrdup ztrdup_metafy ztrduppfx ztrftime ztrlen
    ztrsub zwarn zwarnnam zwcwidth
    """)
}

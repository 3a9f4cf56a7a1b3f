; The installer: for one user, without admin rights, silent with /S. The uninstaller keeps the data unless asked: it asks in its
; window, and takes /DELETEDATA when silent. Exit codes: 0 done, 1 cancelled, 2 the program is running or the folder is not writable.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 128
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user

!include LogicLib.nsh
!include FileFunc.nsh
!include MUI2.nsh

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Zhunsheng"
!define TYPE "Zhunsheng.Bundle"

Name "准绳"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Zhunsheng"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "准绳 ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "准绳"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileDescription" "准绳 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "Apache License 2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\Zhunsheng.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString running ${LANG_SIMPCHINESE} "无法写入 $INSTDIR\Zhunsheng.exe。请先退出正在运行的准绳，再重试。"
LangString running ${LANG_ENGLISH} "$INSTDIR\Zhunsheng.exe cannot be written. Quit Zhunsheng if it is running, then try again."
LangString bundle ${LANG_SIMPCHINESE} "准绳数据包"
LangString bundle ${LANG_ENGLISH} "Zhunsheng bundle"
LangString deletedata ${LANG_SIMPCHINESE} "是否同时删除本机上的全部评价数据（$LOCALAPPDATA\Zhunsheng）？删除后无法恢复。一般请选“否”。"
LangString deletedata ${LANG_ENGLISH} "Also delete all evaluation data on this computer ($LOCALAPPDATA\Zhunsheng)? It cannot be brought back. If in doubt, choose No."

; writable ends the installer where the program's file is in use or must not be replaced.
!macro writable
  ${If} ${FileExists} "$INSTDIR\Zhunsheng.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\Zhunsheng.exe" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(running)" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Section
  !insertmacro writable
  ClearErrors
  SetOutPath "$INSTDIR"
  File "${FROM}/Zhunsheng.exe"
  File "${FROM}/zs.exe"
  File "${FROM}/LICENSE.txt"
  File "${FROM}/LICENSE-third-party.txt"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(running)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  CreateDirectory "$SMPROGRAMS"
  CreateShortcut "$SMPROGRAMS\准绳.lnk" "$INSTDIR\Zhunsheng.exe"

  WriteRegStr HKCU "Software\Classes\.zsb" "" "${TYPE}"
  WriteRegStr HKCU "Software\Classes\.zsb\OpenWithProgids" "${TYPE}" ""
  WriteRegStr HKCU "Software\Classes\${TYPE}" "" "$(bundle)"
  WriteRegStr HKCU "Software\Classes\${TYPE}\DefaultIcon" "" "$INSTDIR\Zhunsheng.exe,0"
  WriteRegStr HKCU "Software\Classes\${TYPE}\shell\open\command" "" '"$INSTDIR\Zhunsheng.exe" "%1"'

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "准绳 Zhunsheng"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\Zhunsheng.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; file types have changed
SectionEnd

Section "Uninstall"
  !insertmacro writable
  Delete "$INSTDIR\Zhunsheng.exe"
  Delete "$INSTDIR\zs.exe"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\LICENSE-third-party.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\准绳.lnk"
  ReadRegStr $0 HKCU "Software\Classes\.zsb" ""
  ${If} $0 == "${TYPE}"
    DeleteRegValue HKCU "Software\Classes\.zsb" ""
  ${EndIf}
  DeleteRegValue HKCU "Software\Classes\.zsb\OpenWithProgids" "${TYPE}"
  DeleteRegKey /ifempty HKCU "Software\Classes\.zsb\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "Software\Classes\.zsb"
  DeleteRegKey HKCU "Software\Classes\${TYPE}"
  DeleteRegKey HKCU "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DELETEDATA" $1
  ${IfNot} ${Errors}
    Goto delete
  ${EndIf}
  MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(deletedata)" /SD IDNO IDNO keep
  delete:
  RMDir /r "$LOCALAPPDATA\Zhunsheng"
  RMDir /r "$APPDATA\fyne\cn.zhunsheng.desktop"
  keep:
SectionEnd

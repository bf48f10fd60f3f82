// Made of templates/behaviour by `make assets`.
"use strict";
"use strict";(()=>{var within=(root,selector)=>root.querySelector(selector);var grouped=number=>String(number).replace(/\B(?=(\d{3})+$)/g,",");var{act,closeMenu,giveAway,givesWhatIsShown,handlesFor,hasControl,isComposing,isHeld,isMac,isMenuOpen,isWhole,keep,lightboxWish,
openLightbox,openLightboxFrom,openMenuAt,reducedMotion,say,showWhole}=globalThis.atelier;var Delay=class{#timer;start(milliseconds,work){clearTimeout(this.#timer);this.#timer=setTimeout(work,milliseconds)}};function refreshPlaces(address){htmx.ajax("GET",`/library/places?${address}`,{source:"#places",target:"#places",swap:"ou\
terHTML"});if(!document.getElementById("album-choices"))return;htmx.ajax("GET","/library/albums",{source:"#album-choices",
target:"#album-choices",swap:"innerHTML"})}function gather(ids){const parts=[];for(const id of[...ids].sort((a,b)=>a-b)){const part=parts.at(-1);if(part&&part[1]===
id-1)part[1]=id;else parts.push([id,id])}return parts.map(([first,last])=>first===last?first:`${first}-${last}`).join(",")}var idOf=check=>Number(check.value);var Chosen=class{#ids=new Set;#anchor=0;constructor(root){this.root=root}get checks(){
return[...this.root.querySelectorAll(".trash-check")]}get size(){return this.#ids.size}get text(){return gather(this.#ids)}set(check,on){
this.#put([check],on);this.#anchor=idOf(check)}upTo(check){const all=this.checks;const from=all.findIndex(each=>idOf(each)===
this.#anchor);const to=all.indexOf(check);if(from<0)this.set(check,true);else this.#put(all.slice(Math.min(from,to),Math.
max(from,to)+1),true)}all(){this.#put(this.checks,true)}none(){this.#ids.clear()}dropGone(){const here=new Set(this.checks.
map(idOf));for(const id of this.#ids)if(!here.has(id))this.#ids.delete(id)}show(){for(const check of this.checks)check.checked=
this.#ids.has(idOf(check))}#put(checks,on){for(const id of checks.map(idOf)){if(on)this.#ids.add(id);else this.#ids.delete(
id)}}};function nextTo(from,all,key){const at=all.indexOf(from);if(key==="ArrowRight")return all[at+1];if(key==="ArrowLeft")return all[at-
1];if(key==="ArrowDown")return nearest(from,rowOf(all.slice(at),below(from)));if(key==="ArrowUp")return nearest(from,rowOf(
all.slice(0,at+1).reverse(),above(from)));return void 0}var below=from=>other=>middle(other).y>from.getBoundingClientRect().
bottom;var above=from=>other=>middle(other).y<from.getBoundingClientRect().top;function rowOf(some,isBeyond){const beyond=some.
filter(isBeyond);const[first]=beyond;if(!first)return[];const{top,bottom}=first.getBoundingClientRect();return beyond.filter(
other=>middle(other).y>=top&&middle(other).y<=bottom)}function nearest(from,row){const{x}=middle(from);const away=other=>Math.
abs(middle(other).x-x);return row.reduce((best,other)=>best&&away(best)<=away(other)?best:other,row[0])}function middle(place){
const{left,right,top,bottom}=place.getBoundingClientRect();return{x:(left+right)/2,y:(top+bottom)/2}}var PULSE=200;function refresh(count){const path=`/trash/anew?count=${count}`;htmx.ajax("GET",path,{source:"#trash-body",
target:"#trash-body",swap:"innerHTML"});refreshPlaces("show=trash")}document.addEventListener("alpine:init",()=>{Alpine.
data("trash",()=>{const pulse=new Delay;let chosen;let root;return{selected:0,ids:"",init(){root=this.$root;chosen=new Chosen(
root);const changes={childList:true,characterData:true,subtree:true};const heard=()=>pulse.start(PULSE,()=>refresh(chosen.
checks.length));new MutationObserver(heard).observe(within(root,"#library-pulse"),changes)},get selectedText(){return root.
dataset.selected?.replace("{n}",grouped(this.selected))},tell(){chosen.show();this.selected=chosen.size;this.ids=chosen.
text},drawn(){chosen.dropGone();this.tell()},marked({target}){chosen.set(target,target.checked);this.tell()},clicked(event){
const check=event.target.closest(".trash-picture")?.querySelector(".trash-check");if(!check||event.target===check||!(event.
shiftKey||hasControl(event)))return;event.preventDefault();if(event.shiftKey)chosen.upTo(check);else chosen.set(check,!check.
checked);check.focus();this.tell()},opened(event){if(event.target.closest(".trash-picture"))this.look(event.target)},selectNone(){
chosen.none();this.tell()},selectAll(){chosen.all();this.tell()},keys(event){const work=this.keyed(event)??this.keyedOnPicture(
event);if(!work)return;event.preventDefault();event.stopPropagation();work()},keyed(event){const{key,target}=event;if(key===
"Escape"&&this.selected)return()=>this.selectNone();if(hasControl(event)&&key==="a")return()=>this.selectAll();return key===
"Delete"||isMac&&key==="Backspace"?()=>this.erase(target):void 0},keyedOnPicture({key,target}){if(!target.matches(".tras\
h-check"))return void 0;if(key==="Enter")return()=>this.look(target);const next=nextTo(target,chosen.checks,key);return next&&
(()=>next.focus())},erase(target){if(this.selected)within(root,"#erase-chosen").click();else target.closest(".trash-item")?.
querySelector("[data-testid=erase]")?.click()},look(target){target.closest(".trash-item")?.querySelector("[data-testid=t\
rash-look]")?.click()}}})});})();
